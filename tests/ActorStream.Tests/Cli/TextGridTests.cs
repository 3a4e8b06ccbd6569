using System.Text;
using ActorStream.Cli;
using ActorStream.Types;

namespace ActorStream.Tests.Cli;

public sealed class TextGridTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void EarlierRowsAreAsWideAsLaterOnesOfAnyBatch()
    {
        TextGrid grid = Grid(30);
        grid.Add(Rows("a"));
        grid.Add(Rows("bcdef", "g"));
        Assert.Equal("", _output.ToString());
        grid.End();
        Assert.Equal(
            """
            +----+-------+
            | op | t     |
            +----+-------+
            | +I | a     |
            | +I | bcdef |
            | +I | g     |
            +----+-------+
            3 rows in set

            """, _output.ToString());
    }

    [Fact]
    public void AWiderRowAfterAPauseHasItsHeading()
    {
        TextGrid grid = Grid(8);
        grid.Add(Rows("a"));
        grid.Flush();
        grid.Add(Rows("b"));
        grid.Add(Rows("cde"));
        grid.Add(Rows("fghijklmnop"));
        grid.End();
        Assert.Equal(
            """
            +----+---+
            | op | t |
            +----+---+
            | +I | a |
            | +I | b |
            +----+----------+
            | op | t        |
            +----+----------+
            | +I | cde      |
            | +I | fghij... |
            +----+----------+
            4 rows in set

            """, _output.ToString());
    }

    [Fact]
    public void SoManyRowsAreNotHeld()
    {
        TextGrid grid = Grid(30);
        grid.Add(Rows([.. Enumerable.Repeat("x", 999)]));
        Assert.True(grid.HoldsRows);
        Assert.Equal("", _output.ToString());
        grid.Add(Rows("y"));
        Assert.False(grid.HoldsRows);
        Assert.Equal(1_003, _output.ToString().Count(static c => c == '\n'));
    }

    // East Asian, emoji of one and of several characters, combining characters: each line ends in the same cell.
    [Theory]
    [InlineData("一二", 4)]
    [InlineData("ｱｲ", 2)]
    [InlineData("한국", 4)]
    [InlineData("\u1112\u1161\u11AB", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    [InlineData("✅⚡", 4)]
    [InlineData("a\u200Bb", 2)]
    public void CellsOfATerminalAreCounted(string text, int cells)
    {
        Assert.Equal(cells, RowText.DisplayWidth(text));
        TextGrid grid = Grid(30);
        grid.Add(Rows(text, "0123456789"));
        grid.End();
        Assert.Contains($"| +I | {text}{new string(' ', 10 - cells)} |\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("一二三四", 8, "一二三四")]
    [InlineData("一二三四五", 8, "一二...")]
    [InlineData("abcdefghi", 8, "abcde...")]
    [InlineData("abcde\u0301fghi", 8, "abcde\u0301...")]
    [InlineData("abcd😀efg", 8, "abcd...")]
    [InlineData("", 4, "")]
    public void ACutIsBetweenCharacters(string text, int cells, string expected) => Assert.Equal(expected, RowText.Cut(text, cells));

    private TextGrid Grid(int maxWidth) =>
        new(_output, new Schema([new Field("t", DataType.String)]), TimeZoneInfo.Utc, maxWidth);

    private static Batch Rows(params string[] texts)
    {
        var column = new BytesColumnBuilder();
        foreach (string text in texts) column.Append(Encoding.UTF8.GetBytes(text));
        return new Batch([column.Build()], texts.Length);
    }
}
