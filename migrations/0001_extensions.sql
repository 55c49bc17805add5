-- Geometry types and the operator classes that let an exclusion constraint compare ids and periods together.
create extension if not exists postgis;
create extension if not exists btree_gist;
