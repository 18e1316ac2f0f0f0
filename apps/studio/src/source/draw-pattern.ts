export const PATTERN_SIZE = { width: 1280, height: 720, framesPerSecond: 30 } as const;

export interface PatternFrame {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** Counts up from 0. */
  readonly index: number;
  readonly title: string;
}

type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const { width: WIDTH, height: HEIGHT } = PATTERN_SIZE;
const BARS = ['#e8e8ee', '#e5d85c', '#4fd6d2', '#58d86c', '#d65bd0', '#e0524f', '#4b5bdc'] as const;
const SANS = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const DIAL = { x: 1006, y: 336, radius: 160 } as const;

/** Draws one picture: sky, clock with a sweeping second, colour bars with a moving marker. */
export function drawPattern(canvas: Canvas2D, frame: PatternFrame): void {
  drawSky(canvas, frame.time);
  drawWords(canvas, frame);
  drawDial(canvas, frame.time);
  drawBars(canvas, frame.time);
}

function drawSky(canvas: Canvas2D, time: number): void {
  const hue = 248 + 22 * Math.sin(time / 7000);
  const sky = canvas.createLinearGradient(0, 0, WIDTH, HEIGHT);
  sky.addColorStop(0, `hsl(${hue} 55% 13%)`);
  sky.addColorStop(1, `hsl(${hue + 50} 55% 24%)`);
  canvas.fillStyle = sky;
  canvas.fillRect(0, 0, WIDTH, HEIGHT);
  canvas.lineWidth = 3;
  for (let lane = 0; lane < 3; lane += 1) drawLane(canvas, time, lane);
}

/** Three slow waves, as in the logo. */
function drawLane(canvas: Canvas2D, time: number, lane: number): void {
  canvas.beginPath();
  for (let x = -20; x <= WIDTH + 20; x += 20) {
    const y = 330 + lane * 70 + 60 * Math.sin(x / 230 + time / (1500 + 400 * lane) + lane * 2);
    canvas.lineTo(x, y);
  }
  canvas.strokeStyle = `hsl(${245 + lane * 28} 90% 70% / 24%)`;
  canvas.stroke();
}

function drawWords(canvas: Canvas2D, { time, index, title }: PatternFrame): void {
  const now = new Date(time);
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()];
  canvas.textBaseline = 'alphabetic';
  canvas.textAlign = 'left';
  canvas.fillStyle = '#b9b4ff';
  canvas.font = `600 34px ${SANS}`;
  canvas.fillText(`Whipway · ${title}`.slice(0, 40), 72, 212);
  canvas.fillStyle = '#ffffff';
  canvas.font = `700 138px ${SANS}`;
  drawFixedWidth(canvas, clock.map((part) => String(part).padStart(2, '0')).join(':'), 66, 372);
  canvas.fillStyle = '#d9d8ee';
  canvas.font = `500 40px ${SANS}`;
  const millis = String(now.getMilliseconds()).padStart(3, '0');
  drawFixedWidth(canvas, `.${millis}`, 72, 440);
  canvas.fillText('frame', 230, 440);
  drawFixedWidth(canvas, String(index), 242 + canvas.measureText('frame').width, 440);
}

/** Digits of one width, so that the clock does not shiver in a proportional font. */
function drawFixedWidth(canvas: Canvas2D, text: string, left: number, y: number): void {
  const digit = canvas.measureText('0').width;
  let x = left;
  for (const character of text) {
    canvas.fillText(character, x, y);
    x += /\d/.test(character) ? digit : canvas.measureText(character).width;
  }
}

function drawDial(canvas: Canvas2D, time: number): void {
  const { x, y, radius } = DIAL;
  const second = (time % 1000) / 1000;
  const top = -Math.PI / 2;
  canvas.lineWidth = 20;
  canvas.strokeStyle = 'rgb(255 255 255 / 12%)';
  ring(canvas, radius, 0, 2 * Math.PI);
  canvas.strokeStyle = '#8f88ff';
  ring(canvas, radius, top, top + 2 * Math.PI * second);
  // Flashes with the tone, so that eye and ear can compare.
  const flash = Math.max(0, 1 - second * 5);
  canvas.fillStyle = `hsl(48 100% 66% / ${0.1 + 0.9 * flash})`;
  canvas.beginPath();
  canvas.arc(x, y, 92 + 14 * flash, 0, 2 * Math.PI);
  canvas.fill();
  const angle = top + 2 * Math.PI * second;
  canvas.fillStyle = '#ffffff';
  canvas.beginPath();
  canvas.arc(x + radius * Math.cos(angle), y + radius * Math.sin(angle), 18, 0, 2 * Math.PI);
  canvas.fill();
}

function ring(canvas: Canvas2D, radius: number, from: number, to: number): void {
  canvas.beginPath();
  canvas.arc(DIAL.x, DIAL.y, radius, from, to);
  canvas.stroke();
}

function drawBars(canvas: Canvas2D, time: number): void {
  const top = 590;
  const step = WIDTH / BARS.length;
  BARS.forEach((color, index) => {
    canvas.fillStyle = color;
    canvas.fillRect(Math.floor(index * step), top, Math.ceil(step), HEIGHT - top);
  });
  const x = ((time % 4000) / 4000) * (WIDTH + 120) - 60;
  canvas.fillStyle = '#0d0d14';
  canvas.fillRect(x - 34, top, 68, HEIGHT - top);
  canvas.fillStyle = '#ffffff';
  canvas.fillRect(x - 4, top, 8, HEIGHT - top);
}
