using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("properties.sasl.jaas.config")]
    [InlineData("properties.ssl.keystore.password")]
    [InlineData("properties.ssl.key.pem")]
    [InlineData("aws.secret-access-key")]
    [InlineData("auth-token")]
    [InlineData("api_key")]
    public void KeyOfASecretIsKnown(string key) => Assert.True(Redaction.IsSecret(key));

    [Theory]
    [InlineData("username")]
    [InlineData("topic")]
    [InlineData("key.format")]
    [InlineData("lookup.partial-cache.cache-missing-key")]
    [InlineData("properties.ssl.keystore.location")]
    [InlineData("json.map-null-key.mode")]
    public void OtherKeyIsShown(string key) => Assert.False(Redaction.IsSecret(key));

    [Theory]
    [InlineData("jdbc:mysql://h:3306/db?user=u&password=hunter2&useSSL=false",
        "jdbc:mysql://h:3306/db?user=u&password=******&useSSL=false")]
    [InlineData("jdbc:mysql://u:hunter2@h/db", "jdbc:mysql://u:******@h/db")]
    [InlineData("jdbc:mysql://u:hun@ter2@h/db", "jdbc:mysql://u:******@h/db")]
    [InlineData("jdbc:mysql://u:hun?ter2@h/db", "jdbc:mysql://u:******@h/db")]
    [InlineData("Server=h;Password=hunter2;Port=1", "Server=h;Password=******;Port=1")]
    [InlineData("Server=h;Pwd=hunter2", "Server=h;Pwd=******")]
    [InlineData("WITH ('password' = 'hunter 2', 'x' = '1')", "WITH ('password' = '******', 'x' = '1')")]
    [InlineData("Cannot reach https://a:hunter2@x/ and https://b:hunter2@y/.", "Cannot reach https://a:******@x/ and https://b:******@y/.")]
    [InlineData("org.Module required username=\"a\" password=\"hunter2\";", "org.Module required username=\"a\" password=\"******\";")]
    public void PasswordInATextIsMasked(string text, string expected)
    {
        Assert.Equal(expected, Redaction.Text(text));
        Assert.Equal(expected, Redaction.Text(Redaction.Text(text)));
    }

    [Theory]
    [InlineData("jdbc:mysql://localhost:3306/testdb")]
    [InlineData("jdbc:mysql://u@h/db?x=1")]
    [InlineData("a = b")]
    [InlineData("=")]
    [InlineData("password=")]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("@//:@")]
    public void TextWithoutASecretStays(string text) => Assert.Equal(text, Redaction.Text(text));

    [Fact]
    public void ReferenceStays()
    {
        Assert.Equal("${secret:DB}", Redaction.Value("password", "${secret:DB}"));
        Assert.Equal("jdbc:mysql://h/db?password=${secret:DB}", Redaction.Value("url", "jdbc:mysql://h/db?password=${secret:DB}"));
        Assert.Equal(Redaction.Mask, Redaction.Value("password", "${secret:DB}x"));
    }

    [Fact]
    public void RandomTextNeverThrows()
    {
        var random = new Random(7);
        const string Alphabet = "/:@?&=;'\" password.${secret:}x";
        for (int i = 0; i < 20_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            Assert.NotNull(Redaction.Text(text));
        }
    }
}
