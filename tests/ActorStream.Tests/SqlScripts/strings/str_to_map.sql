SELECT STR_TO_MAP('a=1,b=2'), STR_TO_MAP('a:1;b:2', ';', ':'), STR_TO_MAP('a=1,b=2')['b'], STR_TO_MAP('a'), STR_TO_MAP('a=1,a=2'), STR_TO_MAP('a=1,b'), TYPEOF(STR_TO_MAP('a=1'));
