// Charts of the pages: a canvas in an element, drawn by Chart.js in the page's colours.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Title,
  Tooltip,
} from "./chart.js";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Title,
  Tooltip,
);

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

/** Seconds as minutes and seconds. */
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
}

function bars(element, data, ink, line) {
  const values = { beginAtZero: true, stacked: true, grid: { color: line }, ticks: { color: ink, precision: data.whole ? 0 : 2 } };
  const labels = { stacked: true, grid: { display: false }, ticks: { color: ink, autoSkip: !data.sideways } };
  return {
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
  };
}

function lines(element, data, ink, line) {
  return {
    type: "line",
    data: {
      datasets: data.lines.map((each) => ({
        label: each.label,
        data: each.points,
        parsing: { xAxisKey: "x", yAxisKey: "y" },
        borderColor: colour(element, each.colour),
        backgroundColor: colour(element, each.colour),
        borderWidth: 2,
        pointRadius: each.points.length > 60 ? 0 : 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      plugins: {
        legend: { labels: { color: ink, boxWidth: 12 } },
        title: { display: true, text: data.title, color: ink, align: "start" },
        tooltip: { callbacks: { title: (items) => (items.length ? clock(items[0].parsed.x) : "") } },
      },
      scales: {
        x: { type: "linear", min: 0, grid: { display: false }, ticks: { color: ink, callback: clock } },
        y: { grid: { color: line }, ticks: { color: ink } },
      },
    },
  };
}

/**
 * Draws, or draws anew. Colours are custom properties of the page.
 *
 * @param element where the canvas is put
 * @param data of bars { labels, series: [{ label, colour, values }], sideways, whole }, `whole` for values without
 *   fractions; of lines { title, lines: [{ label, colour, points: [{ x, y }] }] }, x in seconds and y null for a gap
 */
export function draw(element, data) {
  charts.get(element)?.destroy();
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  element.replaceChildren(canvas);
  const ink = colour(element, "--bf-soft");
  const line = colour(element, "--bf-line");
  charts.set(element, new Chart(canvas, (data.lines ? lines : bars)(element, data, ink, line)));
  if (!element.followsTheme) {
    element.followsTheme = () => element.isConnected && draw(element, element.chartData);
    dark.addEventListener("change", element.followsTheme);
  }
  element.chartData = data;
}
