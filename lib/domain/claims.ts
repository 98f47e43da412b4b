/** Who a request acts for, after its session or token was checked. Both sign-in systems end here. */
export interface Claims {
  /** `profiles.id`. */
  sub: string;
  role: "authenticated";
  email: string;
  /** `aal2` after a second factor. */
  aal: "aal1" | "aal2";
}
