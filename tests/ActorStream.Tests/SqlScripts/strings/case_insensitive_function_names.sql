SELECT upper('a'), Upper('a'), concat_ws('-', 'a', 'b'), `UPPER`('x'), `upper`('y');
