// Draws the map of the world once, by hand: "npm run map" writes src/ui/map/world.json, which is committed.
//
// Source: Natural Earth 1:50m (public domain), as packed by world-atlas. It is simplified, projected, rounded and written as
// relative path commands, so that a browser needs neither a projection nor a decoder.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import { merge } from 'topojson-client'
import { presimplify, quantile, simplify, sphericalTriangleArea } from 'topojson-simplify'
import { alpha2 } from './territories.mjs'

const width = 5000
/** Map units to a pixel where the map is 1000 px wide. */
const unitsPerPixel = width / 1000
/** The share of points that are kept. */
const kept = 0.28
/** Rings under half a pixel go, but a territory keeps its largest. */
const smallestRing = 0.5 * unitsPerPixel ** 2
/** Territories under twelve square pixels are given a centre, where a circle can stand for them. */
const smallTerritory = 12 * unitsPerPixel ** 2

/** What Natural Earth draws but ISO 3166 has no number for. Databases of addresses know Kosovo as XK and the others as below. */
const unnumbered = { Kosovo: 'XK', Somaliland: 'SO', 'N. Cyprus': 'CY', 'Siachen Glacier': '' }

/** Parts of a country that have a code of their own: [code, of, west, south, east, north]. */
const parts = [
  ['GF', 'FR', -55, 2, -51, 6],
  ['GP', 'FR', -62, 15.8, -60.9, 16.6],
  ['MQ', 'FR', -61.3, 14.3, -60.7, 15],
  ['RE', 'FR', 55, -21.5, 56, -20.8],
  ['YT', 'FR', 45, -13.1, 45.4, -12.5],
  ['SJ', 'NO', -10, 70.5, 35, 81.5],
  ['BQ', 'NL', -69, 11.5, -62, 18],
  ['CX', 'IO?', 105, -11, 106, -10],
  ['CC', 'IO?', 96, -13, 97.5, -11],
]

/** Territories that are missing at this scale, as points. */
const points = { GI: [-5.35, 36.14], TV: [179.2, -8.52], TK: [-171.8, -9.2], BV: [3.4, -54.42], UM: [166.6, 19.28] }

/** One press away: west, south, east, north. */
const regions = {
  europe: [-25, 34, 45, 71.5],
  asia: [26, -11, 150, 56],
  africa: [-26, -36, 60, 38],
  northAmerica: [-168, 6, -50, 76],
  southAmerica: [-93, -56.5, -32, 14],
  oceania: [110, -48, 189, 8],
}

const source = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8'),
)
const weighed = presimplify(source, sphericalTriangleArea)
const topology = simplify(weighed, quantile(weighed, kept))
const exact = byCode(source)
const territories = byCode(topology)
const everything = { type: 'FeatureCollection', features: [...exact.values()] }
const projection = geoEqualEarth().rotate([-11, 0]).precision(0).fitWidth(width, everything)
const path = geoPath(projection)
const drawn = [...territories].map(([code, shape]) => draw(code, shape)).sort((a, b) => (a[0] < b[0] ? -1 : 1))
const height = Math.ceil(path.bounds(everything)[1][1])

const text = JSON.stringify({
  about: 'Made from Natural Earth 1:50m (public domain, naturalearthdata.com) by "npm run map"; do not edit.',
  width,
  height,
  regions: {
    world: [0, 0, width, height],
    ...Object.fromEntries(Object.entries(regions).map(([k, box]) => [k, frame(box)])),
  },
  territories: drawn,
}).replaceAll('],["', '],\n["')
writeFileSync(new URL('../src/ui/map/world.json', import.meta.url), `${text}\n`)
const small = drawn.filter((t) => t.length > 2).length
console.log(
  `${drawn.length} shapes, ${small} small, ${(gzipSync(text, { level: 9 }).length / 1000).toFixed(1)} kB gzip, ${width} × ${height}`,
)

/** One shape for each alpha-2 code; '' is land that belongs to no code. */
function byCode(atlas) {
  const lists = new Map()
  for (const g of atlas.objects.countries.geometries) {
    const code = g.properties.name === 'Indian Ocean Ter.' ? 'IO?' : (unnumbered[g.properties.name] ?? alpha2[g.id])
    if (code === undefined) throw new Error(`no code for ${g.id} ${g.properties.name}`)
    if (code === 'AQ') continue
    lists.set(code, [...(lists.get(code) ?? []), g])
  }
  const shapes = new Map()
  for (const [code, list] of lists) shapes.set(code, { type: 'Feature', geometry: merge(atlas, list) })
  for (const part of parts) cutOut(shapes, part)
  shapes.delete('IO?')
  for (const [code, at] of Object.entries(points))
    if (!shapes.has(code)) shapes.set(code, { type: 'Feature', geometry: { type: 'Point', coordinates: at } })
  const missing = Object.values(alpha2).filter((code) => code !== 'AQ' && !shapes.has(code))
  if (missing.length > 0) throw new Error(`not drawn: ${missing.join(' ')}`)
  return shapes
}

function cutOut(shapes, [code, of, west, south, east, north]) {
  const whole = shapes.get(of).geometry.coordinates
  const within = (polygon) => {
    const [x, y] = geoCentroid({ type: 'Polygon', coordinates: polygon })
    return x >= west && x <= east && y >= south && y <= north
  }
  const own = whole.filter(within)
  if (own.length === 0) return
  shapes.set(code, { type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: own } })
  shapes.set(of, {
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: whole.filter((p) => !within(p)) },
  })
}

/** [code, path] or, for small ones, [code, path, x, y]. */
function draw(code, shape) {
  if (shape.geometry.type === 'Point') return drawPoint(code, projection(shape.geometry.coordinates).map(Math.round))
  const all = rings(shape)
  const whole = exact.get(code)
  if (all.length === 0) return drawPoint(code, path.centroid(whole).map(Math.round))
  const largest = Math.max(...all.map(area))
  const text = all
    .filter((r) => area(r) >= Math.min(largest, smallestRing))
    .map(commands)
    .join('')
  const centre = path.centroid(whole).map(Math.round)
  return code !== '' && path.area(whole) < smallTerritory ? [code, text, ...centre] : [code, text]
}

/** What is too small for a shape is a dot of land. */
function drawPoint(code, [x, y]) {
  return [code, `M${x - 1} ${y}l1-1 1 1-1 1z`, x, y]
}

/** The rings of a shape, projected and rounded, without points that fall together. */
function rings(shape) {
  const found = []
  let ring
  const stop = { lineStart() {}, lineEnd() {}, polygonStart() {}, polygonEnd() {}, sphere() {} }
  stop.lineStart = () => {
    ring = []
    found.push(ring)
  }
  stop.point = (x, y) => {
    const at = [Math.round(x), Math.round(y)]
    const last = ring.at(-1)
    if (!last || last[0] !== at[0] || last[1] !== at[1]) ring.push(at)
  }
  streamInto(shape.geometry, projection.stream(stop))
  return found.map(withoutStraight).filter((r) => r.length > 2)
}

function streamInto({ coordinates }, stream) {
  for (const polygon of coordinates) {
    stream.polygonStart()
    for (const ring of polygon) {
      stream.lineStart()
      for (const [x, y] of ring.slice(0, -1)) stream.point(x, y)
      stream.lineEnd()
    }
    stream.polygonEnd()
  }
}

/** Leaves out points that lie on the straight line between their neighbours. */
function withoutStraight(ring) {
  return ring.filter(([x, y], i) => {
    const [ax, ay] = ring.at(i - 1)
    const [bx, by] = ring[(i + 1) % ring.length]
    return (x - ax) * (by - ay) !== (y - ay) * (bx - ax) || (x - ax) * (bx - x) + (y - ay) * (by - y) < 0
  })
}

function area(ring) {
  let twice = 0
  ring.forEach(([x, y], i) => {
    const [px, py] = ring.at(i - 1)
    twice += px * y - x * py
  })
  return Math.abs(twice / 2)
}

function commands(ring) {
  const [[x, y], ...rest] = ring
  let [px, py] = [x, y]
  const steps = rest.flatMap(([nx, ny]) => {
    const step = [nx - px, ny - py]
    ;[px, py] = [nx, ny]
    return step
  })
  return `M${join([x, y])}l${join(steps)}z`
}

/** A minus sign parts numbers as well as a space does. */
function join(numbers) {
  return numbers.map((n, i) => (i > 0 && n >= 0 ? ` ${n}` : n)).join('')
}

/** The projected outline of a box of longitudes and latitudes as [x, y, width, height]. */
function frame([west, south, east, north]) {
  const xs = []
  const ys = []
  for (let i = 0; i <= 20; i++)
    for (let j = 0; j <= 20; j++) {
      const [x, y] = projection([west + ((east - west) * i) / 20, south + ((north - south) * j) / 20])
      xs.push(x)
      ys.push(y)
    }
  const [x, y] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys))]
  return [x, y, Math.min(width, Math.max(...xs)) - x, Math.max(...ys) - y].map(Math.round)
}
