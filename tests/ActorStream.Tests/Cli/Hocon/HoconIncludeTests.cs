using ActorStream.Cli.Hocon;

namespace ActorStream.Tests.Cli.Hocon;

public sealed class HoconIncludeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hocon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("include \"b.conf\"")]
    [InlineData("include \"b\"")]
    [InlineData("include file(\"b.conf\")")]
    [InlineData("include required(\"b.conf\")")]
    [InlineData("include required( file( \"b.conf\" ) )")]
    public void AFileIsIncluded(string statement)
    {
        Write("b.conf", "x = 1\ny = 1");
        Write("a.conf", $"x = 0\n{statement}\ny = 2");
        Assert.Equal("x=1; y=2", Read.Files(_folder, "a.conf"));
    }

    [Fact]
    public void NamesAreRelativeToTheIncludingFile()
    {
        Write("sub/b.conf", "include \"c.conf\"");
        Write("sub/c.conf", "x = 1");
        Write("a.conf", "include \"sub/b.conf\"");
        Assert.Equal("x=1", Read.Files(_folder, "a.conf"));
    }

    [Fact]
    public void SubstitutionsOfAnIncludedFileSeeItsOwnKeysFirst()
    {
        Write("b.conf", "x = own\ny = ${x}\nz = ${top}\nl = [1]\nl += 2\n");
        Write("a.conf", "top = root\nx = root\nin { include \"b.conf\" }");
        Assert.Equal("in:l:0=1; in:l:1=2; in:x=own; in:y=own; in:z=root; top=root; x=root", Read.Files(_folder, "a.conf"));
    }

    [Fact]
    public void AnIncludedValueCanBeOverriddenFromOutside()
    {
        Write("b.conf", "x = own\ny = ${x}");
        Write("a.conf", "in { include \"b.conf\" }\nin.x = mine");
        Assert.Equal("in:x=mine; in:y=mine", Read.Files(_folder, "a.conf"));
    }

    [Fact]
    public void AMissingFileIsLeftOutUnlessRequired()
    {
        Write("a.conf", "include \"none.conf\"\nx = 1");
        Write("b.conf", "x = 1\ninclude required(\"none.conf\")");
        Assert.Equal("x=1", Read.Files(_folder, "a.conf"));
        HoconException error = Assert.Throws<HoconException>(() => Read.Files(_folder, "b.conf"));
        Assert.Equal("Included file \"none.conf\" does not exist.", error.Problem);
        Assert.Equal((2, 1), (error.Position.Line, error.Position.Column));
    }

    [Fact]
    public void AnErrorInAnIncludedFileNamesThatFile()
    {
        Write("b.conf", "x = 1\ny = [");
        Write("a.conf", "include \"b.conf\"");
        HoconException error = Assert.Throws<HoconException>(() => Read.Files(_folder, "a.conf"));
        Assert.Equal(Path.Combine(_folder, "b.conf"), error.Position.File);
        Assert.Equal(2, error.Position.Line);
    }

    [Fact]
    public void IncludeCyclesAreReported()
    {
        Write("a.conf", "include \"b.conf\"");
        Write("b.conf", "include \"a.conf\"");
        HoconException error = Assert.Throws<HoconException>(() => Read.Files(_folder, "a.conf"));
        Assert.Equal("File \"a.conf\" includes itself, directly or through another file.", error.Problem);
    }

    [Fact]
    public void TheNumberOfFilesIsLimited()
    {
        Write("b.conf", "x = 1");
        Write("a.conf", string.Concat(Enumerable.Repeat("include \"b.conf\"\n", 200)));
        HoconException error = Assert.Throws<HoconException>(() => Read.Files(_folder, "a.conf"));
        Assert.Equal("Expected at most 100 files but got more.", error.Problem);
    }

    [Fact]
    public void AMissingRootFileIsReported() =>
        Assert.Equal("The file does not exist.", Assert.Throws<HoconException>(() => Read.Files(_folder, "a.conf")).Problem);

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
