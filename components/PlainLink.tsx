import Link from "next/link";
import type { ReactNode } from "react";
import { PendingRail } from "#components/PendingRail.tsx";

/**
 * Leads to another page of ours. A rail runs below it while that page is on its way: there are no skeletons,
 * because without scripts they would stay for good.
 */
export function PlainLink(props: {
  href: string;
  className?: string;
  "aria-current"?: "page" | undefined;
  children: ReactNode;
}) {
  return (
    <Link
      href={props.href}
      prefetch={false}
      className={`relative ${props.className ?? ""}`}
      aria-current={props["aria-current"]}
    >
      {props.children}
      <PendingRail />
    </Link>
  );
}
