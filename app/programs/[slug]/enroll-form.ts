/** Ties the radio buttons on the line to the form beside it. */
export const ENROLL_FORM = "enroll";
