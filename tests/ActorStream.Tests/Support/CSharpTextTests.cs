namespace ActorStream.Tests.Support;

public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a // b { \n c", "a        \n c")]
    [InlineData("a /* b\n c */ d", "a     \n      d")]
    [InlineData("a = \"b {\" + c", "a =       + c")]
    [InlineData("a = \"b\\\" {\" + c", "a =         + c")]
    [InlineData("a = '{' + '\\'' + c", "a =     +      + c")]
    [InlineData("a = @\"b \"\" {\" + c", "a =           + c")]
    [InlineData("a = $\"b {f(\"}\")} {{\" + c", "a =                  + c")]
    [InlineData("a = \"\"\"b \" {\"\"\" + c", "a =             + c")]
    public void StringsAndCommentsAreMasked(string text, string expected) => Assert.Equal(expected, CSharpText.Mask(text));

    [Fact]
    public void MembersAreMeasured()
    {
        const string Source = """
            namespace N;
            internal sealed class C(int x)
            {
                private static readonly int[] Data = { 1,
                    2 };
                public int P { get; }
                private void M()
                {
                    if (x > 0)
                    {
                    }
                }
                private int E() => x switch
                {
                    _ => 1,
                };
                private enum K
                {
                    A,
                }
            }
            """;
        (int, int)[] expected = [(6, 1), (7, 6), (13, 4)];
        Assert.Equal(expected, CSharpText.Members(Source).Select(static m => (m.Line, m.Lines)));
        Assert.Equal(["C", "K"], CSharpText.TypeNames(Source));
    }
}
