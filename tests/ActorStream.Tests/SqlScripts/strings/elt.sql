SELECT ELT(1, 'a', 'b'), ELT(2, 'a', 'b'), ELT(3, 'a', 'b'), ELT(CAST(NULL AS INT), 'a');
