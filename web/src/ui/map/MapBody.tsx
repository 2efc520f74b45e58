import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type MouseEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react'
import { fitBox, mainland, reveal, toMap, toScreen, unitsPerPixel, zoomAt } from '@/lib/mapView'
import { formatCount, formatShare } from '@/lib/numbers'
import { useSize } from '@/ui/useSize'
import { Circles, spotAt, spots } from './Circles'
import type { MapData } from './data'
import { Lands } from './Lands'
import { Regions, ZoomButtons } from './MapControls'
import { MapLegend } from './MapLegend'
import { MapTip, type Pointed } from './MapTip'
import { useGestures } from './useGestures'
import { useMapKeys } from './useMapKeys'
import { useMapView } from './useMapView'
import type { WorldMapProps } from './WorldMap'
import classes from './WorldMap.module.css'
import type { World } from './world'

interface Props extends Omit<WorldMapProps, 'counts'> {
  world: World
  data: MapData
}

/** The map itself with all that works on it. */
export function MapBody({ world, data, limits, selected, onSelect, formatName, fill }: Props) {
  const { t } = useLingui()
  const help = useId()
  const frame = useRef<HTMLDivElement>(null)
  const size = useSize(frame)
  const { view, latest, show, glide } = useMapView(world.home)
  const gestures = useGestures({ frame, home: world.home, latest, show })
  const [pointed, setPointed] = useState<Pointed>()
  const [grade, setGrade] = useState<number>()
  const [hovered, setHovered] = useState<number>()
  const [said, setSaid] = useState('')
  const paths = useMemo(() => new Map(world.territories.map((territory) => [territory.code, territory])), [world])
  const unit = unitsPerPixel(view, { width: size.width || 1000, height: size.height || 460 })
  const circles = spots(world, data, unit, selected)

  const words = (code: string) => {
    const n = data.counts.get(code) ?? 0
    if (n === 0) return t`${formatName(code)}: no bans`
    const count = formatCount(n)
    const place = data.ranked.indexOf(code) + 1
    const bans = plural(n, { one: 'ban', other: 'bans' })
    return t`${formatName(code)}: ${count} ${bans}, ${formatShare(n / data.total)}, place ${place} of ${data.ranked.length}`
  }
  const codeAt = (event: PointerEvent | MouseEvent): string | undefined => {
    const screen = frame.current?.getBoundingClientRect()
    if (!screen) return undefined
    const target = event.target instanceof Element ? event.target.getAttribute('data-code') : null
    return spotAt(circles, toMap(view, screen, event.clientX, event.clientY), unit) ?? (target || undefined)
  }
  const pointAt = (event: PointerEvent | MouseEvent) => {
    const code = codeAt(event)
    const screen = frame.current?.getBoundingClientRect()
    setPointed(code && screen ? { code, x: event.clientX - screen.left, y: event.clientY - screen.top } : undefined)
    return code
  }
  const select = (code: string) => {
    const next = code === selected ? undefined : code
    setSaid(next ? t`Only ${words(next)}` : t`All countries`)
    onSelect(next)
  }
  /** Puts the keyboard's mark on a country, and brings it into sight. */
  const mark = (code: string) => {
    const box = mainland(paths.get(code)?.path ?? '')
    if (!box) return
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const next = reveal(latest.current, world.home, middle.x, middle.y)
    show(next)
    setPointed({ code, ...toScreen(next, size, middle.x, middle.y) })
    setSaid(code === selected ? t`${words(code)}, selected` : words(code))
  }
  const unmark = () => {
    setPointed(undefined)
    setSaid('')
  }
  const onKeyDown = useMapKeys({
    home: world.home,
    latest,
    glide,
    ranked: data.ranked,
    marked: pointed?.code,
    onMark: mark,
    onUnmark: unmark,
    onSelect: select,
  })
  const shownGrade = hovered ?? grade
  const outlined = [...new Set([selected, pointed?.code])].filter((code) => code !== undefined && code !== '')

  return (
    <div className={classes.root} data-fill={fill || undefined}>
      <Regions world={world} view={view} onShow={glide} />
      <div className={classes.stage}>
        <div
          ref={frame}
          className={classes.frame}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys of its own, as an application does
          tabIndex={0}
          aria-label={t`Map of bans by country`}
          aria-describedby={help}
          data-marked={pointed ? true : undefined}
          data-zoomed={view.width < world.home.width * 0.999 || undefined}
          onKeyDown={onKeyDown}
          onBlur={unmark}
          {...gestures.handlers}
          onPointerMove={(event) => {
            gestures.handlers.onPointerMove(event)
            if (gestures.dragged.current) setPointed(undefined)
            else if (event.pointerType !== 'touch') pointAt(event)
          }}
          onPointerLeave={(event) => event.pointerType !== 'touch' && setPointed(undefined)}
          onClick={(event) => {
            if (gestures.dragged.current) return
            const code = pointAt(event)
            if (code) select(code)
          }}
        >
          <svg
            className={classes.map}
            viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
            data-dim={selected !== undefined || undefined}
            data-grade={shownGrade}
            data-over={pointed ? true : undefined}
            aria-hidden="true"
          >
            <Lands territories={world.territories} data={data} />
            {selected && (
              <path
                className={classes.chosen}
                d={paths.get(selected)?.path}
                data-code={selected}
                data-class={data.classes.get(selected) ?? 0}
              />
            )}
            <Circles all={circles} data={data} selected={selected} />
            {outlined.map((code) => (
              <path
                key={code}
                className={classes.outline}
                d={paths.get(code ?? '')?.path}
                data-selected={code === selected || undefined}
              />
            ))}
          </svg>
          {pointed && pointed.code !== '' && (
            <MapTip at={pointed} width={size.width} name={formatName(pointed.code)} data={data} />
          )}
          <p id={help} className={classes.help}>
            {t`Arrow keys go through the countries by rank; once zoomed in they move the map, and page up and down go through the countries. Enter selects, + and − zoom, 0 shows the whole world.`}
          </p>
        </div>
        <ZoomButtons
          home={world.home}
          view={view}
          onZoom={(factor) => glide(zoomAt(latest.current, world.home, factor))}
          onReset={() => glide(fitBox(world.home, world.home))}
        />
      </div>
      <MapLegend limits={limits} data={data} chosen={grade} onChoose={setGrade} onHover={setHovered} />
      <div className="sr" aria-live="polite">
        {said}
      </div>
    </div>
  )
}
