"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Pauses between two looks, in seconds: quick while something is likely to happen, calm later. */
const PAUSES_SECONDS = [2, 2, 3, 3, 5, 5, 8, 8, 15];
const CALM_PAUSE_SECONDS = 30;

/**
 * Reads the page again while it waits for something; a hidden page rests until it is seen, and is read at once
 * then. `calm`: nothing is expected soon, so only every half minute.
 */
export function KeepFresh({ calm = false }: { calm?: boolean }) {
  const router = useRouter();
  useEffect(() => {
    let looks = 0;
    let timer: number | undefined;
    const wait = () => {
      const pause = (calm ? undefined : PAUSES_SECONDS[looks]) ?? CALM_PAUSE_SECONDS;
      timer = window.setTimeout(look, pause * 1000);
    };
    const look = () => {
      if (document.hidden) return;
      looks += 1;
      router.refresh();
      wait();
    };
    const seen = () => {
      window.clearTimeout(timer);
      look();
    };
    wait();
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [router, calm]);
  return null;
}
