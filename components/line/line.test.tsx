import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Line } from "#components/line/Line.tsx";
import { MiniLine } from "#components/line/MiniLine.tsx";
import { Station } from "#components/line/Station.tsx";

test("the station a student is at is the only one marked as the current step", () => {
  const html = renderToStaticMarkup(
    <Line label="Your way" travelled>
      <Station state="done" partner="hsi" number={1}>
        HSI
      </Station>
      <Station state="current" partner="certiport" number={2}>
        Certiport
      </Station>
      <Station state="waiting" partner="careersafe" number={3}>
        CareerSafe
      </Station>
    </Line>,
  );
  expect(html.match(/aria-current="step"/g)).toHaveLength(1);
  expect(html.indexOf('aria-current="step"')).toBeLessThan(html.indexOf("Certiport"));
  expect(html.indexOf('aria-current="step"')).toBeGreaterThan(html.indexOf("HSI"));
});

test("a line is a list with a name", () => {
  const html = renderToStaticMarkup(<Line label="The path of CPR">{null}</Line>);
  expect(html).toMatch(/^<ol aria-label="The path of CPR"/);
});

test("the small line says in words what it draws, and hides the drawing from screen readers", () => {
  const stops = [{ key: "1", partners: ["hsi", "certiport"], state: "ahead" as const }];
  const html = renderToStaticMarkup(
    <MiniLine label="1 step: HSI or Certiport" stops={stops} terminus="ahead" />,
  );
  expect(html).toContain('<span class="sr-only">1 step: HSI or Certiport</span><span aria-hidden="true"');
  expect(html).toContain("partner-certiport");
});

test("text that looks like markup stays text", () => {
  const html = renderToStaticMarkup(
    <Station state="ahead" number={1}>
      {"<img src=x onerror=alert(1)>"}
    </Station>,
  );
  expect(html).toContain("&lt;img src=x");
});
