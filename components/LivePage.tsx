"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { KeepFresh } from "#components/KeepFresh.tsx";

/**
 * Reads the page again as soon as something it shows has changed: the server says so. `mark` stands for how things were
 * when the page was made. A hidden page lets go of its connection, browsers have few; seen again, it asks what it missed.
 * Where the server tells nothing, the page looks by itself.
 */
export function LivePage({ mark }: { mark: string }) {
  const router = useRouter();
  const known = useRef(mark);
  const [isDeaf, setDeaf] = useState(false);
  useEffect(() => {
    known.current = mark;
  }, [mark]);
  useEffect(() => {
    let source: EventSource | null = null;
    const listen = () => {
      if (document.hidden || source) return;
      source = new EventSource(`/api/student/events?mark=${encodeURIComponent(known.current)}`);
      source.addEventListener("change", ({ data }: MessageEvent<string>) => {
        setDeaf(false);
        if (data === known.current) return;
        known.current = data;
        router.refresh();
      });
      source.addEventListener("open", () => setDeaf(false));
      // CLOSED: the server refused; everything else the browser mends by itself.
      source.addEventListener("error", () => setDeaf(source?.readyState === EventSource.CLOSED));
    };
    const hang = () => {
      source?.close();
      source = null;
    };
    const look = () => (document.hidden ? hang() : listen());
    listen();
    document.addEventListener("visibilitychange", look);
    return () => {
      hang();
      document.removeEventListener("visibilitychange", look);
    };
  }, [router]);
  return isDeaf ? <KeepFresh /> : null;
}
