import { expect, test } from 'vitest';
import { plainSystemName, referenceSystemOfCrs, referenceSystemOfPrj } from '../../server/imports/prj.ts';

test.each([
  ['CGCS2000_3_Degree_GK_CM_120E', 'CGCS2000 / 3-degree Gauss-Kruger CM 120E'],
  ['CGCS2000_GK_CM_123E', 'CGCS2000 / Gauss-Kruger CM 123E'],
  ['CH1903+_LV95', 'CH1903+ / LV95'],
  ['WGS_1984_UTM_Zone_50N', 'WGS 84 / UTM zone 50N'],
  ['GCS_WGS_1984', 'WGS 84'],
  ['GCS_China_Geodetic_Coordinate_System_2000', 'China Geodetic Coordinate System 2000'],
])('%s is %s', (esri, epsg) => {
  expect(plainSystemName(esri)).toBe(plainSystemName(epsg));
});

test('a .prj says its name, and its code where it carries one for the whole', () => {
  expect(referenceSystemOfPrj('PROJCS["A",GEOGCS["B",AUTHORITY["EPSG","4326"]],UNIT["metre",1]]')).toEqual({
    name: 'A',
  });
  expect(referenceSystemOfPrj('PROJCS["A",GEOGCS["B"],AUTHORITY["EPSG","2056"]]\n')).toEqual({
    name: 'A',
    srid: 2056,
  });
  expect(referenceSystemOfPrj('nonsense')).toBeUndefined();
});

test.each([
  ['urn:ogc:def:crs:EPSG::2056', 2056],
  ['EPSG:4490', 4490],
  ['urn:ogc:def:crs:OGC:1.3:CRS84', 4326],
  ['local', undefined],
])('a crs member named %s has the code %s', (name, srid) => {
  expect(referenceSystemOfCrs({ type: 'name', properties: { name } })?.srid).toBe(srid);
});
