using System.CommandLine;
using System.CommandLine.Parsing;
using ActorStream.Cli.Hocon;

namespace ActorStream.Cli;

/// <summary>Options that several commands share, and values of a special form.</summary>
internal static class CommandOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8081";

    /// <summary>The address of a running node.</summary>
    public static Option<string> Url() =>
        new("--url") { Description = "The REST address of a running job.", DefaultValueFactory = static _ => DefaultUrl, HelpName = "URL" };

    /// <summary>A duration such as 10s.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (HoconUnits.TryParseDuration(text, out TimeSpan duration) && duration >= TimeSpan.Zero) return duration;
            result.AddError($"Expected a duration such as 10s for {NameOf(result)}, in {HoconUnits.DurationUnits}, but got \"{text}\".");
            return null;
        },
    };

    /// <summary>Options of the form key=value, as often as wanted.</summary>
    public static Option<Dictionary<string, string>> Pairs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = static _ => [],
        CustomParser = static result =>
        {
            var pairs = new Dictionary<string, string>();
            foreach (Token token in result.Tokens)
            {
                int equals = token.Value.IndexOf('=');
                if (equals <= 0) result.AddError($"Expected key=value for {NameOf(result)} but got \"{token.Value}\".");
                else pairs[token.Value[..equals]] = token.Value[(equals + 1)..];
            }
            return pairs;
        },
    };

    /// <summary>Refuses numbers below a bound.</summary>
    public static Option<int?> AtLeast(this Option<int?> option, int least)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int?>() is not { } value || value >= least) return;
            result.AddError($"Expected a number of at least {least} for {option.Name} but got {value}.");
        });
        return option;
    }

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? "the option";
}
