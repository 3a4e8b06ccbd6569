using System.CommandLine;
using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

/// <summary>Every option and argument of every command refuses what it cannot be: one sentence, no trace, exit code 2.</summary>
public sealed class OptionTests
{
    /// <summary>What is wrong for an option of any command, by its name; an option that is not listed takes every text.</summary>
    private static readonly Dictionary<string, string[]> Wrong = new()
    {
        ["--verbose"] = ["=maybe", "=1"],
        ["--fresh"] = ["=maybe", "=2"],
        ["--base64"] = ["=x"],
        ["--from-beginning"] = ["=latest"],
        ["--with-keys"] = ["=k"],
        ["--help"] = [],
        ["--version"] = [],
        ["--execute"] = [],
        ["--file"] = ["", " "],
        ["--name"] = [""],
        ["--from"] = [""],
        ["--key"] = [""],
        ["cache invalidate --key"] = [],
        ["--dir"] = [""],
        ["--local"] = ["", " "],
        ["--config"] = [""],
        ["--profile"] = ["", "nope", "reference", "../prod", "local.conf"],
        ["--format"] = ["", "xml", "TABLE"],
        ["--rest"] = ["", "0", "-1", "65536", "99999999999", "8081x", "on"],
        ["--rate"] = ["", "abc", "0", "-1", "1.5", "99999999999", "1000001", "1e3", "0x10"],
        ["--partitions"] = ["", "abc", "0", "-3", "2.0", "10001", "99999999999999999999"],
        ["--count"] = ["", "abc", "-1", "2147483648"],
        ["--timeout"] = ["", "abc", "-5s", "10 parsecs", "50d", "99999999999999999999999999999999d"],
        ["--set"] = ["", "novalue", "=x"],
        ["--setting"] = ["", "novalue", "=x"],
        ["--property"] = ["", "novalue", "=x"],
        ["--bootstrap"] = ["", " ", "a b", "host:", "host:abc", "host:0", "host:65536", ":9092", "a,,b", "a:1:2", "[::1", "http://a/b"],
        ["--url"] = ["", "localhost", "ftp://localhost", "//x", "http://", "http://h:99999", "http://h:abc"],
    };

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach ((string path, Option option) in Options())
        {
            string[] values = Wrong.GetValueOrDefault($"{path} {option.Name}") ?? Wrong[option.Name];
            foreach (string value in values) data.Add(path, option.Name, value);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnOptionRefusesWhatItCannotBe(string path, string option, string value)
    {
        string[] given = value.StartsWith('=') && IsFlag(path, option) ? [option + value] : [option, value];
        await IsRefusedAsync([.. path.Split(' '), .. given, .. Others(path, option)], option);
    }

    [Fact]
    public async Task AnOptionWithoutItsValueIsRefused()
    {
        foreach ((string path, Option option) in Options().Where(static o => o.Option.Arity.MinimumNumberOfValues > 0))
        {
            await IsRefusedAsync([.. path.Split(' '), .. Others(path, option.Name), option.Name], option.Name);
        }
    }

    [Fact]
    public async Task AnOptionThatTakesOneValueIsRefusedTwice()
    {
        foreach ((string path, Option option) in Options().Where(static o => o.Option.Arity.MinimumNumberOfValues == 1))
        {
            if (option.Arity.MaximumNumberOfValues > 1) continue;
            string right = option.Name is "--partitions" or "--rate" or "--count" or "--timeout" or "--rest" ? "7" : "x";
            await IsRefusedAsync([.. path.Split(' '), option.Name, right, option.Name, right, .. Others(path, option.Name)], option.Name);
        }
    }

    [Fact]
    public async Task AnArgumentRefusesToBeEmpty()
    {
        foreach ((string path, Command command) in Commands())
        {
            foreach (Argument argument in command.Arguments.Where(static a => a.Name is not ("KEY" or "NAME")))
            {
                string[] values = [.. command.Arguments.Select(a => a == argument ? "" : "x")];
                string[] needed = path == "topic alter" ? ["--partitions=1"] : [];
                await IsRefusedAsync([.. path.Split(' '), .. values, .. needed, .. Logs(command)], argument.Name);
            }
        }
    }

    [Fact]
    public async Task AnOptionThatDoesNotExistIsNamed()
    {
        foreach ((string path, Command command) in Commands())
        {
            string[] line = [.. path.Split(' '), "--does-not-exist", .. command.Arguments.Select(static _ => "x"), .. Logs(command)];
            CliRun run = await IsRefusedAsync(line, "--does-not-exist");
            string message = $"Option \"--does-not-exist\" does not exist for actorstream {path}.";
            Assert.Equal($"Error: {message}\nHint: See actorstream {path} --help.\n", run.Error);
        }
    }

    [Theory]
    [InlineData("jbo list", "Command \"jbo\" does not exist.", "job")]
    [InlineData("job lst", "Command \"lst\" does not exist in actorstream job.", "list")]
    [InlineData("run --frsh job.sql", "Option \"--frsh\" does not exist for actorstream run.", "--fresh")]
    [InlineData("topic list --locl=d", "Option \"--locl\" does not exist for actorstream topic list.", "--local")]
    [InlineData("metrics --ulr http://127.0.0.1:1", "Option \"--ulr\" does not exist for actorstream metrics.", "--url")]
    [InlineData("job list --verbos", "Option \"--verbos\" does not exist for actorstream job list.", "--verbose")]
    public async Task WhatWasPerhapsMeantIsNamed(string line, string message, string meant)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {message}\nHint: Did you mean \"{meant}\"? See actorstream", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entity get j -5 --url http://127.0.0.1:1")]
    [InlineData("entity get --url http://127.0.0.1:1 -- j --fresh")]
    [InlineData("job show --url http://127.0.0.1:1 -- --url")]
    public async Task WhatLooksLikeAnOptionMayBeAnArgument(string line)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: No job answers at http://127.0.0.1:1: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run a.sql b.sql", "Argument \"b.sql\" is one too many for actorstream run.")]
    [InlineData("run a.sql -f b.sql", "Expected one script but got two.")]
    [InlineData("sql a.sql --execute x", "Expected a script or -e TEXT but got both.")]
    [InlineData("run", "Expected a script, as in actorstream run FILE.")]
    [InlineData("entity get job", "Expected KEY for actorstream entity get but got none.")]
    [InlineData("topic alter t --local d", "Expected --partitions for actorstream topic alter but got none.")]
    [InlineData("topic", "Expected a command: create, alter, list, produce, consume.")]
    public async Task WhatIsMissingOrTooMuchIsNamed(string line, string message)
    {
        CliRun run = await IsRefusedAsync(line.Split(' '), "");
        Assert.StartsWith($"Error: {message}\n", run.Error, StringComparison.Ordinal);
    }

    private static async Task<CliRun> IsRefusedAsync(string[] line, string name)
    {
        CliRun run = await CliRun.InvokeAsync(line);
        string[] lines = run.Error.TrimEnd('\n').Split('\n');
        string shown = $"{string.Join(' ', line)}: {run.ExitCode} {run.Error}{run.Output}";
        Assert.True(run.ExitCode == 2 && run.Output.Length == 0 && lines.Length == 2, shown);
        Assert.True(lines[0].StartsWith("Error: ", StringComparison.Ordinal) && lines[0].EndsWith('.'), shown);
        Assert.True(lines[0].Contains(name, StringComparison.Ordinal) && !lines[0].Contains("System.", StringComparison.Ordinal), shown);
        Assert.Matches("^Hint: .*See actorstream.* --help\\.$", lines[1]);
        return run;
    }

    /// <summary>What else the command needs, so that only the option is wrong.</summary>
    private static IEnumerable<string> Others(string path, string option)
    {
        Command command = Commands().Single(c => c.Path == path).Command;
        bool isScript = path is "run" or "sql";
        if (path == "topic alter" && option != "--partitions") yield return "--partitions=1";
        if (!isScript || (path == "run" && option != "--file"))
        {
            foreach (Argument argument in command.Arguments.Where(a => isScript || a.Arity.MinimumNumberOfValues > 0)) yield return "x";
        }
        if (option is not ("--local" or "--bootstrap"))
        {
            foreach (string log in Logs(command)) yield return log;
        }
    }

    private static string[] Logs(Command command) =>
        command.Options.Any(static o => o.Name == "--bootstrap") ? ["--bootstrap", "127.0.0.1:1"] : [];

    private static bool IsFlag(string path, string option) =>
        Options().Any(o => o.Path == path && o.Option.Name == option && o.Option.ValueType == typeof(bool));

    private static IEnumerable<(string Path, Option Option)> Options() =>
        from command in Commands()
        from option in command.Command.Options.Append(Root().Options.Single(static o => o.Name == "--verbose"))
        select (command.Path, option);

    /// <summary>The commands that do something.</summary>
    private static IEnumerable<(string Path, Command Command)> Commands() =>
        Root().Subcommands.SelectMany(static c => c.Subcommands.Count == 0
            ? [(c.Name, c)] : c.Subcommands.Select(s => ($"{c.Name} {s.Name}", s)));

    private static RootCommand Root() => CommandLine.CreateRoot(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null));
}
