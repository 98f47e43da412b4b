/** What an admin says of a date. */
export interface SessionDraft {
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  capacity: number;
  place: string;
  /** Of an online date; null for none. */
  link: string | null;
  active: boolean;
}
