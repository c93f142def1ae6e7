/** A live line of the last hour, with the band it should stay in; drawn by uPlot, told in words to those who listen. */
import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import styles from '#renderer/features/wallboard/LiveChart.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { longestSeries, sampleEveryMs } from '#renderer/state/wallboard/wallboardSeries'

/** As many as the series holds. */
const shownSeconds = (longestSeries * sampleEveryMs) / 1000

export interface LiveChartProps {
  /** What it shows, in a sentence. */
  readonly label: string
  readonly atMs: readonly number[]
  /** One for each moment; null is a gap. */
  readonly values: readonly (number | null)[]
  /** Where the line should be; null for nowhere in particular. */
  readonly band: { readonly from: number; readonly to: number } | null
  /** Ends of the scale; null for as much as the values need. */
  readonly range: { readonly from: number; readonly to: number | null }
  readonly toText: (value: number) => string
}

export function LiveChart(props: LiveChartProps) {
  const { label, atMs, values } = props
  const { format, locale } = useI18n()
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const element = place.current
    if (element === null) return
    // Made anew for another language or size: digits and letters of the axes are those of the reader and the wall.
    const make = () => {
      chart.current?.destroy()
      const options = toOptions(element, () => latest.current, format.time, locale)
      chart.current = new uPlot(options, toData(latest.current), element)
    }
    const sized = new ResizeObserver(make)
    sized.observe(element)
    return () => {
      sized.disconnect()
      chart.current?.destroy()
      chart.current = null
    }
  }, [format, locale])
  useEffect(() => {
    chart.current?.setData(toData({ atMs, values }))
  }, [atMs, values])
  return (
    // Time runs from left to right in every language, as on the face of an instrument.
    <div ref={place} className={styles.chart} dir="ltr" role="img" aria-label={label}>
      <span className={styles.line} hidden data-ink="line" />
      <span className={styles.band} hidden data-ink="band" />
      <span className={styles.axis} hidden data-ink="axis" />
      <span className={styles.grid} hidden data-ink="grid" />
    </div>
  )
}

function toData({ atMs, values }: Pick<LiveChartProps, 'atMs' | 'values'>): uPlot.AlignedData {
  return [atMs.map((ms) => ms / 1000), [...values]]
}

function toSize(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) }
}

/** The tokens of the theme as a canvas understands them. */
function readInk(element: HTMLElement, name: string): string {
  const probe = element.querySelector(`[data-ink="${name}"]`)
  return probe === null ? 'gray' : getComputedStyle(probe).color
}

function toOptions(
  element: HTMLElement,
  read: () => LiveChartProps,
  toTime: (ms: number) => string,
  locale: string,
): uPlot.Options {
  const font = `${Math.max(12, Math.round(element.clientHeight / 14))}px ${getComputedStyle(element).fontFamily}`
  const axis: uPlot.Axis = {
    font,
    stroke: () => readInk(element, 'axis'),
    grid: { stroke: () => readInk(element, 'grid'), width: 1 },
    ticks: { show: false },
  }
  const size = Math.max(12, Math.round(element.clientHeight / 14))
  return {
    ...toSize(element),
    legend: { show: false },
    cursor: { show: false },
    // Half a moment's name has room beside the last line of the grid.
    padding: [size / 2, size * 1.6, 0, 0],
    scales: {
      x: {
        time: true,
        // As wide as its name says, from before the first sample on: a line that is young is seen to be.
        range: () => {
          const last = (read().atMs.at(-1) ?? Date.now()) / 1000
          return [last - shownSeconds, last]
        },
      },
      y: {
        range: (_chart, _least, most) => {
          const { from, to } = read().range
          // A line along the top edge is hard to see; a quiet queue is not drawn as a mountain.
          return [from, to ?? Math.max(5, Math.ceil(most * 1.1))]
        },
      },
    },
    axes: [
      {
        ...axis,
        size: size * 2,
        space: size * 6,
        values: (_chart, at) => at.map((each) => toTime(each * 1000)),
      },
      {
        ...axis,
        size: size * (locale === 'fa' ? 4.2 : 3.6),
        space: size * 2.5,
        values: (_chart, at) =>
          at.map((each) => (Number.isInteger(each) || read().range.to === 1 ? read().toText(each) : '')),
      },
    ],
    series: [
      {},
      {
        stroke: () => readInk(element, 'line'),
        width: Math.max(2, size / 6),
        points: { show: false },
        spanGaps: false,
      },
    ],
    hooks: { drawClear: [(chart) => drawBand(chart, read().band, readInk(element, 'band'))] },
  }
}

function drawBand(chart: uPlot, band: LiveChartProps['band'], ink: string): void {
  if (band === null) return
  const { left, top, width, height } = chart.bbox
  const toY = (value: number) => Math.min(top + height, Math.max(top, chart.valToPos(value, 'y', true)))
  chart.ctx.save()
  chart.ctx.fillStyle = ink
  chart.ctx.fillRect(left, toY(band.to), width, toY(band.from) - toY(band.to))
  chart.ctx.restore()
}
