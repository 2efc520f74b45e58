import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { IconMinus, IconPlus, IconWorld } from '@tabler/icons-react'
import { type Box, deepest, fitBox, sameView, zoomOf } from '@/lib/mapView'
import classes from './WorldMap.module.css'
import { type Region, regionNames, type World } from './world'

const names: Record<Region, MessageDescriptor> = {
  world: msg`World`,
  europe: msg`Europe`,
  asia: msg`Asia`,
  africa: msg`Africa`,
  northAmerica: msg`North America`,
  southAmerica: msg`South America`,
  oceania: msg`Oceania`,
}

interface RegionsProps {
  world: World
  view: Box
  onShow: (view: Box) => void
}

/** Parts of the world, one press away. */
export function Regions({ world, view, onShow }: RegionsProps) {
  const { t } = useLingui()
  return (
    <fieldset className={classes.regions}>
      <legend className="sr">{t`Part of the world`}</legend>
      {regionNames.map((name) => {
        const target = fitBox(world.regions[name], world.home)
        return (
          <button
            key={name}
            type="button"
            className={classes.region}
            aria-pressed={sameView(view, target)}
            onClick={() => onShow(target)}
          >
            {t(names[name])}
          </button>
        )
      })}
    </fieldset>
  )
}

interface ZoomProps {
  home: Box
  view: Box
  onZoom: (factor: number) => void
  onReset: () => void
}

/** Zoom by pressing. What cannot be done now stays in place, so that the focus is not lost. */
export function ZoomButtons({ home, view, onZoom, onReset }: ZoomProps) {
  const { t } = useLingui()
  const zoom = zoomOf(view, home)
  const whole = sameView(view, home)
  return (
    <div className={classes.zoom}>
      <button type="button" aria-label={t`Zoom in`} aria-disabled={zoom > deepest * 0.999} onClick={() => onZoom(1.6)}>
        <IconPlus size={17} stroke={1.8} aria-hidden="true" />
      </button>
      <button type="button" aria-label={t`Zoom out`} aria-disabled={whole} onClick={() => onZoom(1 / 1.6)}>
        <IconMinus size={17} stroke={1.8} aria-hidden="true" />
      </button>
      <button type="button" aria-label={t`Show the whole world`} aria-disabled={whole} onClick={onReset}>
        <IconWorld size={16} stroke={1.7} aria-hidden="true" />
      </button>
    </div>
  )
}
