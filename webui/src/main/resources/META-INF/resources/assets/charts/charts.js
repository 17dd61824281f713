// Bars for the reports: a canvas in an element of the page, drawn by Chart.js in the page's colours.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from "./chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

const charts = new WeakMap();
const dark = matchMedia("(prefers-color-scheme: dark)");

/** A custom property of the page as a colour that a canvas takes: light-dark() is resolved by a real element. */
function colour(element, name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/**
 * Draws, or draws anew.
 *
 * @param element where the canvas is put
 * @param data { labels, series: [{ label, colour, values }], sideways, whole }: colours are custom properties of the
 *   page, `whole` is for values that have no fractions
 */
export function draw(element, data) {
  charts.get(element)?.destroy();
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  element.replaceChildren(canvas);
  const ink = colour(element, "--bf-soft");
  const line = colour(element, "--bf-line");
  const values = { beginAtZero: true, stacked: true, grid: { color: line }, ticks: { color: ink, precision: data.whole ? 0 : 2 } };
  const labels = { stacked: true, grid: { display: false }, ticks: { color: ink, autoSkip: !data.sideways } };
  charts.set(
    element,
    new Chart(canvas, {
      type: "bar",
      data: {
        labels: data.labels,
        datasets: data.series.map((each) => ({
          label: each.label,
          data: each.values,
          backgroundColor: colour(element, each.colour),
          borderRadius: 2,
          maxBarThickness: 36,
        })),
      },
      options: {
        animation: false,
        indexAxis: data.sideways ? "y" : "x",
        maintainAspectRatio: false,
        plugins: { legend: { display: data.series.length > 1, labels: { color: ink, boxWidth: 12 } } },
        scales: data.sideways ? { x: values, y: labels } : { x: labels, y: values },
      },
    }),
  );
  if (!element.followsTheme) {
    element.followsTheme = () => element.isConnected && draw(element, element.chartData);
    dark.addEventListener("change", element.followsTheme);
  }
  element.chartData = data;
}
