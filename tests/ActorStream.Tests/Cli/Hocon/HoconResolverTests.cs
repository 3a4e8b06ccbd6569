using ActorStream.Cli.Hocon;

namespace ActorStream.Tests.Cli.Hocon;

public sealed class HoconResolverTests
{
    [Theory]
    [InlineData("a=1\nb=${a}", "a=1; b=1")]
    [InlineData("b=${a}\na=1", "a=1; b=1")]
    [InlineData("a=1\nb=${a}\na=2", "a=2; b=2")]
    [InlineData("a=x\nb=${a}/y ${a}", "a=x; b=x/y x")]
    [InlineData("a=x\nb=\"${a}\"", "a=x; b=${a}")]
    [InlineData("a{b=1}\nc=${a}\nc.d=2", "a:b=1; c:b=1; c:d=2")]
    [InlineData("a{b=1}\nc=${a}{b=2}", "a:b=1; c:b=2")]
    [InlineData("a=[1]\nb=${a}[2]", "a:0=1; b:0=1; b:1=2")]
    [InlineData("a=[1]\nb=${a} [2] ${a}", "a:0=1; b:0=1; b:1=2; b:2=1")]
    [InlineData("a{b{c=1}}\nx=${a.b.c}", "a:b:c=1; x=1")]
    [InlineData("\"a.b\"=1\nx=${\"a.b\"}", "a.b=1; x=1")]
    [InlineData("a=null\nb=x${a}", "a=<null>; b=xnull")]
    [InlineData("a=1\nb=[${a},${a}]", "a=1; b:0=1; b:1=1")]
    [InlineData("base{x=1,y=1}\na=${base}{y=2}\nb=${a.y}${a.x}", "a:x=1; a:y=2; b=21; base:x=1; base:y=1")]
    [InlineData("a=${b}\nb=${c}\nc=5", "a=5; b=5; c=5")]
    [InlineData("a=${b}{z=${a.x}}\nb{x=1}", "a:x=1; a:z=1; b:x=1")]
    public void SubstitutionsAreReplaced(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a=${?b}", "")]
    [InlineData("a=1\na=${?b}", "a=1")]
    [InlineData("a=x${?b}y", "a=xy")]
    [InlineData("a=${?b}${?c}", "")]
    [InlineData("a=[1,${?b},2]", "a:0=1; a:1=2")]
    [InlineData("a=[1]${?b}", "a:0=1")]
    [InlineData("a{x=1}\nb=${?c}{y=2}", "a:x=1; b:y=2")]
    [InlineData("a{x=1}\na=5\nb=${?a.x}", "a=5")]
    [InlineData("a{x=1}\na=${c}\nc=5\nb=${?a.x}", "a=5; c=5")]
    public void OptionalSubstitutionsMayBeMissing(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a=1\na=${a}2", "a=12")]
    [InlineData("a=1\na=${a}2\na=${a}3", "a=123")]
    [InlineData("a=${?a}x", "a=x")]
    [InlineData("a{b=1}\na=${a}{c=2}", "a:b=1; a:c=2")]
    [InlineData("a=[1]\na=${a}[2]\nb=${a}", "a:0=1; a:1=2; b:0=1; b:1=2")]
    [InlineData("a{x{q=1}}\na=${a.x}{y=2}", "a:q=1; a:x:q=1; a:y=2")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }", "bar:baz=42; bar:foo=42")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }\nbar { foo = 43 }", "bar:baz=43; bar:foo=43")]
    [InlineData("bar { a = ${foo.d}, b = 1 }\nbar.b = 3\nfoo { c = ${bar.b}, d = 2 }\nfoo.d = 4", "bar:a=4; bar:b=3; foo:c=3; foo:d=4")]
    [InlineData("a=1\nb=2\na=${b}\nb=${a}", "a=1; b=2")]
    [InlineData("a=[0]\na=[1,${a}]", "a:0=1; a:1:0=0")]
    public void SelfReferencesSeeOlderValues(string text, string expected) => Assert.Equal(expected, Read.Flat(text));

    [Theory]
    [InlineData("a=${a}", 1, 3)]
    [InlineData("a=${b}\nb=${a}", 2, 3)]
    [InlineData("a=${b}x\nb=${c}\nc=[${a}]", 3, 4)]
    [InlineData("a{b=${a}}", 1, 5)]
    [InlineData("a=[${a}]", 1, 4)]
    [InlineData("a=${a.b}", 1, 3)]
    public void CyclesAreReported(string text, int line, int column)
    {
        HoconException error = Read.Error(text);
        Assert.EndsWith("refers to itself, directly or through other keys.", error.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Position.Line, error.Position.Column));
    }

    [Fact]
    public void AMissingKeyIsReported()
    {
        HoconException error = Read.Error("x = 1\na = b ${c.d}");
        Assert.Equal("t.conf:2:7: Key \"c.d\" was found neither in the files nor in the environment.", error.Message);
        Assert.Equal("Write ${?c.d} if it may be missing.", error.Hint);
    }

    [Theory]
    [InlineData("a=[1]x", "Expected an array beside an array but got a string.")]
    [InlineData("a=x{b=1}", "Expected a string beside a string but got an object.")]
    [InlineData("a={b=1}[2]", "Expected an object beside an object but got an array.")]
    [InlineData("b=[1]\na=x ${b}", "Expected a string beside a string but got an array.")]
    [InlineData("a=1\na += 2", "Expected a string beside a string but got an array.")]
    public void OnlyLikeValuesStandBesideEachOther(string text, string problem) => Assert.Equal(problem, Read.Error(text).Problem);

    [Fact]
    public void TheEnvironmentIsAskedLast()
    {
        var environment = new Dictionary<string, string> { ["HOME"] = "/home/x", ["a.b"] = "env", ["c"] = "env" };
        Assert.Equal("c=file; x=/home/x/y; y=env; z=file", Read.Flat("x = ${HOME}/y\ny = ${a.b}\nc = file\nz = ${c}", environment));
        Assert.Equal("a=<null>; b=<null>", Read.Flat("a = null\nb = ${a}", new Dictionary<string, string> { ["a"] = "env" }));
        Assert.Equal("a=env", Read.Flat("a = 1\na = ${?c}", environment));
    }

    [Fact]
    public void GrowthThroughSubstitutionsIsLimited()
    {
        string doubling = "a0 = x\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i} = ${{a{i - 1}}}${{a{i - 1}}}\n"));
        Assert.Contains("at most", Read.Error(doubling).Problem, StringComparison.Ordinal);
        string lists = "a0 = [x]\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i} = [${{a{i - 1}}},${{a{i - 1}}}]\n"));
        Assert.Contains("at most", Read.Error(lists).Problem, StringComparison.Ordinal);
        string chain = "a0 = x\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"a{i} = ${{a{i - 1}}}\n"));
        Assert.Contains("at most", Read.Error(chain).Problem, StringComparison.Ordinal);
        string towers = "a0.x = 1\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"a{i} = ${{a{i - 1}.x}}\n"));
        Assert.Contains("at most", Read.Error(towers + "a0 = ${a20000}").Problem, StringComparison.Ordinal);
    }
}
