import { answering } from "#app/api/answer.ts";
import { requireClaims, requireId } from "#app/api/require.ts";
import { getCertificatePdf } from "#lib/automation/get-certificate-pdf.ts";
import { webDeps } from "#lib/automation/web-deps.ts";
import { readPaper } from "#lib/domain/paper.ts";
import { timeZoneOfBrowser } from "#lib/domain/preference-cookies.ts";

/** The student's own certificate as a download, on `?paper=letter` or `a4`, else on what their region prints on. */
export const GET = answering<{ certificateId: string }>("certificate-pdf", async (request, params) => {
  const claims = await requireClaims(request);
  const certificateId = requireId(params.certificateId);
  const { bytes, fileName } = await getCertificatePdf(webDeps(), {
    claims,
    certificateId,
    paper: readPaper(new URL(request.url).searchParams.get("paper")),
    browserTimeZone: timeZoneOfBrowser(request.headers),
  });
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
    },
  });
});
