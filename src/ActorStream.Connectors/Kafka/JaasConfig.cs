using System.Text.RegularExpressions;

namespace ActorStream.Connectors.Kafka;

/// <summary>Reads the user and the password out of the Java client's <c>sasl.jaas.config</c>:
/// <c>org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";</c></summary>
internal static partial class JaasConfig
{
    public static (string User, string Password) Read(string text)
    {
        Match module = Module().Match(text);
        if (!module.Success)
        {
            throw new ActorStreamException(
                "The Kafka property 'properties.sasl.jaas.config' must be that of a PlainLoginModule or a ScramLoginModule "
                    + "with a username and a password.",
                ErrorDomain.User, hint: "Or set 'properties.sasl.username' and 'properties.sasl.password'.");
        }
        string? user = null;
        string? password = null;
        foreach (Match option in Option().Matches(module.Groups["options"].Value))
        {
            string value = option.Groups["quoted"].Success ? Escape().Replace(option.Groups["quoted"].Value, "$1")
                : option.Groups["bare"].Value;
            if (option.Groups["name"].Value == "username") user = value;
            if (option.Groups["name"].Value == "password") password = value;
        }
        if (user is not null && password is not null) return (user, password);
        throw new ActorStreamException(
            $"The Kafka property 'properties.sasl.jaas.config' lacks a {(user is null ? "username" : "password")}.", ErrorDomain.User);
    }

    [GeneratedRegex(@"^\s*[\w.]*security\.(plain\.PlainLoginModule|scram\.ScramLoginModule)\s+required\s+(?<options>.*)$",
        RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex("""(?<name>\w+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s;"]+))""")]
    private static partial Regex Option();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
