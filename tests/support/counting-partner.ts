/** A partner that answers every read at once and counts them: JRI's REST API as far as reading goes (docs/partners/jri.md). */
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface CountingPartner {
  /** For JRI_API_BASE_URL. */
  url: string;
  /** Reads by the partner's enrollment id. */
  readonly reads: ReadonlyMap<string, number>;
  /** When each read came, milliseconds since the epoch. */
  readonly readAt: readonly number[];
  stop(): Promise<void>;
}

/** Starts it on loopback. Every enrollment asked for exists, is open and has 40 percent. */
export async function startCountingPartner(answerAfterMs = 0): Promise<CountingPartner> {
  const reads = new Map<string, number>();
  const readAt: number[] = [];
  const server = http.createServer((request, response) => {
    const id = request.url?.split("/").at(-1) ?? "";
    reads.set(id, (reads.get(id) ?? 0) + 1);
    readAt.push(Date.now());
    setTimeout(() => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ enrollment: enrollmentOf(id) }));
    }, answerAfterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    readAt,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function enrollmentOf(id: string): object {
  return {
    id,
    learner_id: `L-${id}`,
    ref: `R-${id}`,
    state: "open",
    percent_complete: 40,
    final_check: { state: "open", tries: 0 },
    finished_at: null,
    certificate: null,
  };
}
