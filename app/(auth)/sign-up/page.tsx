import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import { AuthCard } from "@/app/(auth)/form-parts";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  // Each answer carries its own nonce, so nothing here may be built ahead.
  await connection();
  return (
    <AuthCard title="Create an account">
      <SignUpForm />
      <p>
        Have an account?{" "}
        <Link className="link" href="/sign-in">
          Sign in
        </Link>
      </p>
    </AuthCard>
  );
}
