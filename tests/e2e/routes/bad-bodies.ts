/** Bodies that no route may take, whatever it is for. */
const JSON_TYPE = { "content-type": "application/json" };
const FIELDS = [
  "programSlug",
  "email",
  "password",
  "name",
  "token",
  "newPassword",
  "currentPassword",
  "image",
];

export const BAD_BODIES: Readonly<Record<string, RequestInit>> = {
  nothing: {},
  "an empty text": json(""),
  "half of a JSON text": json('{"programSlug":'),
  null: json("null"),
  "a list": json("[]"),
  "a number": json("7"),
  "a text": json('"cna-training"'),
  "an empty object": json("{}"),
  "brackets without end": json("[".repeat(60_000)),
  "bytes that are no text": { headers: JSON_TYPE, body: Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]) },
  "a prototype": json('{"__proto__":{"price":1,"programSlug":"cna-training"}}'),
  "a constructor": json('{"constructor":{"prototype":{"isAdmin":true}}}'),
  "a megabyte": json(JSON.stringify({ email: "x".repeat(1 << 20) })),
  "plain text": { headers: { "content-type": "text/plain" }, body: '{"programSlug":"cna-training"}' },
  xml: { headers: { "content-type": "application/xml" }, body: "<a>&b;</a>" },
  "parts without an end": { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--x" },
  "numbers for texts": everyField(7),
  "objects for texts": everyField({}),
  "lists for texts": everyField([]),
  "texts much too long": everyField("x".repeat(7000)),
};

/** Keys that would make a purchase somebody else's, cheaper or paid. */
export const KEYS_OF_AN_ORDER = [
  "price",
  "amount_cents",
  "amountCents",
  "currency",
  "status",
  "role",
  "owner",
  "student_id",
  "studentId",
  "user_id",
  "provider_id",
  "course_id",
  "id",
  "livemode",
  "toString",
];

function json(body: string): RequestInit {
  return { headers: JSON_TYPE, body };
}

function everyField(value: unknown): RequestInit {
  return json(JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, value]))));
}
