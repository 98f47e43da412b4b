/** Writes what a partner wrote: text, whatever it looks like, and kept from turning round the text about it. */
export function PartnerText({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}
