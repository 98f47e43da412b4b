"use client";

import { useId, useState } from "react";
import { uploadFile } from "#app/admin/courses/upload-file.ts";

interface Known {
  id: string;
  title: string;
}

/** Chooses a file and uploads it at once, with a bar that shows how far; the form then carries only its id. */
export function UploadField(props: {
  purpose: "package" | "video" | "captions";
  name: string;
  label: string;
  hint: string;
  accept: string;
  known: Known | null;
  onChosen?: (file: File) => void;
}) {
  const id = useId();
  const [known, setKnown] = useState(props.known);
  const [percent, setPercent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    props.onChosen?.(file);
    setProblem(null);
    setPercent(0);
    const answer = await uploadFile(file, props.purpose, setPercent);
    setPercent(null);
    if (typeof answer === "string") setProblem(answer);
    else setKnown(answer);
  };
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {props.label}
      </label>
      <p id={`${id}-hint`} className="text-ink-soft">
        {props.hint}
      </p>
      {problem ? (
        <p id={`${id}-problem`} role="alert" className="font-semibold text-bad">
          {problem}
        </p>
      ) : null}
      <input
        id={id}
        type="file"
        accept={props.accept}
        className="field"
        disabled={percent !== null}
        aria-describedby={problem ? `${id}-problem ${id}-hint` : `${id}-hint`}
        onChange={(event) => void choose(event.target.files?.[0])}
      />
      <input type="hidden" name={props.name} value={known?.id ?? ""} />
      <output className="block">
        {percent !== null ? (
          <span className="flex items-center gap-3">
            <progress
              className="progress"
              max={100}
              value={percent}
              aria-label={`Uploading ${props.label}`}
            />
            <span className="figures w-28 flex-none text-right">
              {percent < 100 ? `${percent}%` : "Checking…"}
            </span>
          </span>
        ) : known ? (
          `Stored: ${known.title}`
        ) : (
          "Nothing uploaded yet."
        )}
      </output>
    </div>
  );
}
