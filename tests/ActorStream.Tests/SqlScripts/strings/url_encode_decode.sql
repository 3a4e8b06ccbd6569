SELECT URL_ENCODE('a b&c=é/'), URL_DECODE('a+b%26c%3D%C3%A9%2F'), URL_ENCODE(''), URL_DECODE('%zz'), URL_ENCODE('~*-._');
