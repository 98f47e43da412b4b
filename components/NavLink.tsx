"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PlainLink } from "#components/PlainLink.tsx";

/** A link of the main navigation; it knows when its page, or one below it, is open. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <PlainLink
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={`rounded-md px-1.5 py-1.5 ${isHere ? "font-bold decoration-[3px]" : "no-underline hover:underline"}`}
    >
      {children}
    </PlainLink>
  );
}
