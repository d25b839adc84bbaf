"""Everything that is made of a package: reports, exports, answers, the site."""
