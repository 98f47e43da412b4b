import { VerifyForm } from "#app/verify/verify-form.tsx";

export default function UnknownCertificate() {
  return (
    <div className="max-w-2xl">
      <h1>No certificate has this id</h1>
      <p className="mt-4 text-lg">
        The school never issued it. Look for a letter that was read wrongly: capital and small letters differ.
      </p>
      <VerifyForm />
    </div>
  );
}
