"use client";

import "./globals.css";
import ErrorPage from "./error";

type Props = Readonly<{ error: Error & { digest?: string }; retry: () => void }>;

/** Stands in for the whole document when even the layout failed. */
export default function GlobalErrorPage(props: Props) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
