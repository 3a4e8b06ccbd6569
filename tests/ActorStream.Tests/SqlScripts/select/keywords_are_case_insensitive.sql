select x As y From (Values (1), (2)) aS t(x) wHeRe x > 1;
