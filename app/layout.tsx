import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { findDocumentLanguage } from "@/lib/web/portal-page";

export const metadata: Metadata = {
  title: { default: "Makegood", template: "%s · Makegood" },
  description: "A support and refund desk where every decision is followed through.",
  icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html {...(await findDocumentLanguage())} data-theme={theme === "system" ? undefined : theme}>
      <body>{children}</body>
    </html>
  );
}
