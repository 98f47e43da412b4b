"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PlainLink } from "#components/PlainLink.tsx";

/** A link between sibling pages; it knows when exactly its own page is open. */
export function NavTab({ href, children }: { href: string; children: ReactNode }) {
  const isHere = usePathname() === href;
  return (
    <PlainLink
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={`rounded-md py-1.5 ${isHere ? "font-bold" : "no-underline hover:underline"}`}
    >
      {children}
    </PlainLink>
  );
}
