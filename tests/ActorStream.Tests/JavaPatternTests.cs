namespace ActorStream.Tests;

/// <summary>Patterns of options; the answers are those of Java's <c>String.matches</c>.</summary>
public sealed class JavaPatternTests
{
    [Theory]
    [InlineData("tp-(?!b)[a-z]++[^-]*+-x", "tp-a1-x", true)]
    [InlineData("tp-(?!b)[a-z]++[^-]*+-x", "tp-b1-x", false)]
    [InlineData("[a-z]++b", "aab", false)]
    [InlineData(@".*/(?!tmp-)[^/]+\.json", "/logs/a.json", true)]
    [InlineData(@".*/(?!tmp-)[^/]+\.json", "/logs/tmp-a.json", false)]
    [InlineData(@"(a)(b)\2", "abb", true)]
    [InlineData("a|ab", "ab", true)]
    [InlineData("a", "a\n", false)]
    [InlineData("(?i)LOG_\\d+", "log_17", true)]
    [InlineData("\\d+", "１７", false)]
    [InlineData("[a-z&&[^b]]+", "acd", true)]
    [InlineData("[a-z&&[^b]]+", "abd", false)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("\\p{Lower}+", "abc", true)]
    [InlineData(".", "😀", true)]
    [InlineData("(?x) a b # c", "ab", true)]
    [InlineData("", "", true)]
    public void AnExpressionMatchesAsInJava(string pattern, string text, bool expected) =>
        Assert.Equal(expected, JavaPattern.Parse(pattern).IsMatch(text));

    [Theory]
    [InlineData("(")]
    [InlineData("*a")]
    [InlineData("a{2")]
    [InlineData("[a")]
    [InlineData(@"\")]
    public void WhatIsNoneInJavaIsRefused(string pattern) =>
        Assert.Contains("is not a regular expression", Assert.Throws<EvaluationException>(() => JavaPattern.Parse(pattern)).Message);

    [Fact]
    public void AMatchThatDoesNotEndIsAnError() => Assert.Contains(
        "took more than 2 s",
        Assert.Throws<EvaluationException>(() => JavaPattern.Parse("(a|a|aa)+b").IsMatch(new string('a', 60))).Message);
}
