using ActorStream.Cli.Hocon;

namespace ActorStream.Tests.Cli.Hocon;

public sealed class HoconParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("  \n # only a comment\n", "")]
    [InlineData("a=1", "a=1")]
    [InlineData("\uFEFFa=1", "a=1")]
    [InlineData("a:1,b=2\nc=3", "a=1; b=2; c=3")]
    [InlineData("a:1,\nb=2,\n", "a=1; b=2")]
    [InlineData("{\"a\": {\"b\": [1, 2.50, true, null]}}", "a:b:0=1; a:b:1=2.50; a:b:2=true; a:b:3=<null>")]
    [InlineData("a # comment\n = 1 // another\nb=2#c", "a=1; b=2")]
    [InlineData("a { b = 1 }", "a:b=1")]
    [InlineData("a\n{ b = 1 }", "a:b=1")]
    [InlineData("a =\n1", "a=1")]
    [InlineData("a = null", "a=<null>")]
    [InlineData("a = []", "a=")]
    [InlineData("a = {}", "a=<null>")]
    [InlineData("a = [\n1\n2,\n3,\n]", "a:0=1; a:1=2; a:2=3")]
    [InlineData("a = [[1],[2,{b:3}]]", "a:0:0=1; a:1:0=2; a:1:1:b=3")]
    public void StructureIsRead(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a = hello", "a=hello")]
    [InlineData("a = hello   world  ", "a=hello   world")]
    [InlineData("a = null and void", "a=null and void")]
    [InlineData("a = 10 s", "a=10 s")]
    [InlineData("a = 1e+5", "a=1e+5")]
    [InlineData("a = 127.0.0.1", "a=127.0.0.1")]
    [InlineData("a = /usr/lib", "a=/usr/lib")]
    [InlineData("a = x//y", "a=x")]
    [InlineData("a = \"x//y#z\"", "a=x//y#z")]
    [InlineData("a = \"b\" c \"d\"", "a=b c d")]
    [InlineData("a = \"b\"c", "a=bc")]
    [InlineData("a = \"\"", "a=")]
    [InlineData("a = \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "a=\"\\/\b\f\n\r\té")]
    [InlineData("a = \"\"\"x\\n\n \"y\" \"\"\"", "a=x\\n\n \"y\" ")]
    [InlineData("a = \"\"\"x\"\"\"\"", "a=x\"")]
    [InlineData("a = \"\"\"\"\"\"", "a=")]
    [InlineData("a = 日本", "a=日本")]
    [InlineData("a = 1\r\nb = 2\r\n", "a=1; b=2")]
    public void StringsAreRead(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a.b.c = 1", "a:b:c=1")]
    [InlineData("a . b = 1", "a:b=1")]
    [InlineData("\"a.b\".c = 1", "a.b:c=1")]
    [InlineData("a b.c = 1", "a b:c=1")]
    [InlineData("\"\".x = 1", ":x=1")]
    [InlineData("10.0 = 1", "10:0=1")]
    [InlineData("true = 1", "true=1")]
    [InlineData("a\"b\"c = 1", "abc=1")]
    [InlineData("includes = 1", "includes=1")]
    [InlineData("\"include\" = 1", "include=1")]
    [InlineData("a-b_c = 1", "a-b_c=1")]
    public void KeyPathsAreRead(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a=1\na=2", "a=2")]
    [InlineData("a{b=1}\na{c=2}", "a:b=1; a:c=2")]
    [InlineData("a{b=1}\na.b=2", "a:b=2")]
    [InlineData("a{b=1}\na=5\na{c=2}", "a:c=2")]
    [InlineData("a=5\na{c=2}", "a:c=2")]
    [InlineData("a{c=2}\na=5", "a=5")]
    [InlineData("a=[1]\na=[2]", "a:0=2")]
    [InlineData("a{b=1}{c=2}", "a:b=1; a:c=2")]
    [InlineData("a={b=1} {b=2}", "a:b=2")]
    [InlineData("a=[1] [2]", "a:0=1; a:1=2")]
    [InlineData("a{b{c=1,d=1}}\na.b{d=2}", "a:b:c=1; a:b:d=2")]
    [InlineData("a{x=1}\na=null", "a=<null>")]
    public void LaterValuesOverrideAndObjectsMerge(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a += 1", "a:0=1")]
    [InlineData("a = [1]\na += 2", "a:0=1; a:1=2")]
    [InlineData("a += 1\na += 2\na += {b=3}", "a:0=1; a:1=2; a:2:b=3")]
    [InlineData("x { a = [1] }\nx { a += 2 }", "x:a:0=1; x:a:1=2")]
    [InlineData("x.a += 1\nx.a += 2", "x:a:0=1; x:a:1=2")]
    public void PlusEqualsAppends(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a = ", 1, 5, "Expected a value but got the end of the file.")]
    [InlineData("a = \nb = 1", 2, 3, "Expected a value but got \"=\".")]
    [InlineData("a", 1, 2, "Expected \"=\", \":\", \"+=\" or \"{\" after key \"a\" but got the end of the file.")]
    [InlineData("a = 1 }", 1, 7, "Expected a comma or a new line after the field but got \"}\".")]
    [InlineData("a {\n b = 1\n", 3, 1, "Expected \"}\" but the file ends.")]
    [InlineData("a = [1, 2", 1, 10, "Expected \"]\" but the file ends.")]
    [InlineData("a = [1,,2]", 1, 8, "Expected a value but got \",\".")]
    [InlineData(",a = 1", 1, 1, "Expected a key but got \",\".")]
    [InlineData("a=1,,b=2", 1, 5, "Expected a key but got \",\".")]
    [InlineData("a = \"x", 1, 5, "Expected a quotation mark at the end of the string but got the end of the file.")]
    [InlineData("a = \"x\ny\"", 1, 5, "Expected a quotation mark at the end of the string but got the end of the line.")]
    [InlineData("a = \"\"\"x", 1, 5, "Expected \"\"\" at the end of the string but the file ends.")]
    [InlineData("a = \"\\q\"", 1, 6, "Expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits but got \\q.")]
    [InlineData("a = \"\\u12g4\"", 1, 6, "Expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits but got \\u.")]
    [InlineData("a = \"\u0001\"", 1, 6, "Expected an escape such as \\u0001 in the string but got the character U+0001.")]
    [InlineData("a..b = 1", 1, 3, "Expected a name between the dots of a key but got none.")]
    [InlineData(".a = 1", 1, 1, "Expected a name between the dots of a key but got none.")]
    [InlineData("a. = 1", 1, 4, "Expected a name between the dots of a key but got none.")]
    [InlineData("a = x@y", 1, 6, "Expected a value but got \"@\".")]
    [InlineData("a = ${b", 1, 8, "Expected \"}\" at the end of the substitution but got the end of the file.")]
    [InlineData("a = ${}", 1, 7, "Expected a path but got \"}\".")]
    [InlineData("[1]", 1, 1, "Expected an object at the root of the file but got an array.")]
    [InlineData("{a=1} b", 1, 7, "Expected the end of the file after \"}\" but got \"b\".")]
    [InlineData("a = [{b = 1, b += 2}]", 1, 14, "Expected \"=\" for a field of an object inside an array but got \"+=\".")]
    [InlineData("include 5", 1, 9,
        "Expected a file name in quotation marks, file(\"…\") or required(…) after include but got \"5\".")]
    [InlineData("include url(\"http://x\")", 1, 1, "Only files can be included, neither URLs nor resources.")]
    [InlineData("a = 1\nA = 2", 2, 5, "Key \"A\" is written in two ways that differ only in case.")]
    public void MistakesNameTheirPlace(string text, int line, int column, string problem)
    {
        HoconException error = Read.Error(text);
        Assert.Equal(problem, error.Problem);
        Assert.Equal(new HoconPosition("t.conf", line, column), error.Position);
    }

    [Fact]
    public void SizeIsLimited()
    {
        HoconException error = Read.Error("a = 12345", new HoconLimits { MaxSizeBytes = 8 });
        Assert.Equal("Expected a file of at most 8 bytes but got 9.", error.Problem);
    }

    [Theory]
    [InlineData("a", "[", "]")]
    [InlineData("a", "{a=", "}")]
    public void NestingIsLimited(string key, string open, string close)
    {
        string Nest(int depth) =>
            key + "=" + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.Contains("=1", Read.Flat(Nest(90)), StringComparison.Ordinal);
        Assert.Contains("at most 200 levels", Read.Error(Nest(100_000)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyPathsAreLimited()
    {
        string path = string.Join('.', Enumerable.Repeat("a", 400_000));
        Assert.Contains("at most 200 levels", Read.Error(path + " = 1").Problem, StringComparison.Ordinal);
        Assert.Contains("at most 200 levels", Read.Error("a = ${" + path + "}").Problem, StringComparison.Ordinal);
    }
}
