SELECT INITCAP('hello world'), INITCAP('HELLO'), INITCAP('a-b_c d1e'), INITCAP(''), INITCAP('élan vital');
