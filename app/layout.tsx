import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { findDocumentLanguage } from "@/lib/web/portal-page";

// The letters that nearly every page begins with come with the page, so that nothing moves when they arrive; those of other
// scripts follow when they are needed.
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-latin",
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    },
  ],
  // One of our own stands behind all scripts, in globals.css.
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  title: { default: "Makegood", template: "%s · Makegood" },
  description: "A support and refund desk where every decision is followed through.",
  icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html
      {...(await findDocumentLanguage())}
      className={inter.variable}
      data-theme={theme === "system" ? undefined : theme}
    >
      <body>{children}</body>
    </html>
  );
}
