import { answering } from "#app/api/answer.ts";
import { requireClaims } from "#app/api/require.ts";
import { exportMyData } from "#lib/automation/export-my-data.ts";
import { webDeps } from "#lib/automation/web-deps.ts";

/** Everything that is kept about the person who asks, as one JSON file in pieces (docs/data-export.md). */
export const GET = answering("export-my-data", async (request) => {
  const claims = await requireClaims(request);
  const pieces = exportMyData(webDeps().db, claims);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="my-data.json"',
      "cache-control": "private, no-store",
    },
  });
});
