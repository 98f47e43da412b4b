export interface MyDate {
  seatId: string;
  orderId: string;
  sessionId: string;
  courseId: string;
  courseName: string;
  programTitle: string;
  /** `held` while the order is unpaid, `booked`, or `lost`. */
  status: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  place: string;
  /** Where an online date takes place; null until the seat is booked, and for dates at a place. */
  link: string | null;
  cancelReason: string | null;
  sequence: number;
  changedAt: Date;
}
