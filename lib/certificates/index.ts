/** The door of this room: certificates to bytes. Knows no database and no clock. */
export { createPublicId } from "#lib/certificates/public-id.ts";
export { renderCertificatePdf } from "#lib/certificates/render-certificate-pdf.ts";
