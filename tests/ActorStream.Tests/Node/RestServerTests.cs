using System.Net;
using System.Text;
using System.Text.Json;
using ActorStream.Jobs;
using ActorStream.Node;
using ActorStream.Tests.Cli;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Node;

public sealed class RestServerTests : IAsyncLifetime
{
    // The history holds ten checkpoints: with this interval a test sees those that it caused, on a busy machine too.
    private readonly LogJob _log = new()
    {
        IsBounded = false,
        Lookup = new MemoryLookup(new Dictionary<string, string[]> { ["a"] = ["x"] }),
        Options = new() { Name = "test", CheckpointInterval = TimeSpan.FromMilliseconds(500) },
    };

    private readonly HttpClient _http = new();
    private Job _job = null!;
    private RestServer _server = null!;

    public async Task InitializeAsync()
    {
        await _log.CreateTopicsAsync();
        _job = _log.Start();
        await _job.Started;
        var client = new JobClient(_job);
        _server = await RestServer.StartAsync(() => [client], new RestServerOptions { Port = 0 }, TimeProvider.System, default);
        _http.BaseAddress = new Uri(_server.Url);
        await _log.ProduceAsync(["a", "b"], 0, 10);
        await UntilAsync(async () => (await _log.ReadOutputAsync()).Count == 20);
    }

    public async Task DisposeAsync()
    {
        _job.Cancel();
        await _job.Completion;
        await _server.DisposeAsync();
        _http.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData("overview", "overview")]
    [InlineData("config", "config")]
    [InlineData("jobs", "jobs")]
    [InlineData("jobs/overview", "jobs-overview")]
    [InlineData("jobs/JOB", "job")]
    [InlineData("jobs/JOB/plan", "plan")]
    [InlineData("jobs/JOB/checkpoints", "checkpoints")]
    [InlineData("jobs/JOB/exceptions", "exceptions")]
    [InlineData("jobs/JOB/status", "status")]
    [InlineData("v1/jobs/JOB", "job")]
    public async Task AnswersHaveTheShapeOfFlinks(string path, string recorded)
    {
        JsonElement here = default;
        // Flink's answer was recorded when its newest checkpoint was completed; one that is under way has fewer members in both.
        await UntilAsync(async () =>
        {
            here = await GetAsync(path.Replace("JOB", _job.Id));
            return recorded != "checkpoints" || here.GetProperty("history")[0].GetProperty("status").GetString() == "COMPLETED";
        });
        string file = Path.Combine("tests", "ActorStream.Tests", "Node", "FlinkRest", recorded + ".json");
        using JsonDocument flink = JsonDocument.Parse(SourceTree.Text(file));
        var differences = new List<string>();
        Compare(recorded, flink.RootElement, here, differences);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task ASavepointIsTriggeredAndAskedFor()
    {
        using var body = new StringContent(
            "{\"target-directory\":\"file:///x/mine\",\"cancel-job\":false}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync($"jobs/{_job.Id}/savepoints", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        string trigger = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("request-id").GetString()!;
        JsonElement status = default;
        await UntilAsync(async () =>
        {
            status = await GetAsync($"jobs/{_job.Id}/savepoints/{trigger}");
            return status.GetProperty("status").GetProperty("id").GetString() == "COMPLETED";
        });
        Assert.Equal("mine", status.GetProperty("operation").GetProperty("location").GetString());
        JsonElement checkpoints = await GetAsync($"jobs/{_job.Id}/checkpoints");
        Assert.True(checkpoints.GetProperty("latest").GetProperty("savepoint").GetProperty("is_savepoint").GetBoolean());
        using HttpResponseMessage unknown = await _http.GetAsync($"jobs/{_job.Id}/savepoints/{Guid.NewGuid():n}");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task TheSameTriggerBeginsOneOperation()
    {
        const string Body = """{"triggerId":"0123456789abcdef0123456789abcdef","formatType":"NATIVE"}""";
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((HttpStatusCode.Accepted, "{\"request-id\":\"0123456789abcdef0123456789abcdef\"}"),
                await SendAsync("POST", $"jobs/{_job.Id}/savepoints", Body));
        }
        await CompletedAsync("savepoints", "0123456789abcdef0123456789abcdef");
        JsonElement checkpoints = await GetAsync($"jobs/{_job.Id}/checkpoints");
        Assert.Single(checkpoints.GetProperty("history").EnumerateArray(), static c => c.GetProperty("is_savepoint").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"checkpointType":"FULL"}""")]
    public async Task ACheckpointIsTriggeredAndAskedFor(string body)
    {
        string trigger = await TriggerAsync("checkpoints", body);
        long id = (await CompletedAsync("checkpoints", trigger)).GetProperty("checkpointId").GetInt64();
        JsonElement checkpoint = (await GetAsync($"jobs/{_job.Id}/checkpoints")).GetProperty("history").EnumerateArray()
            .First(c => c.GetProperty("id").GetInt64() == id);
        Assert.Equal("COMPLETED", checkpoint.GetProperty("status").GetString());
        Assert.False(checkpoint.GetProperty("is_savepoint").GetBoolean());
        Assert.Equal(_job.Attempt!.Shards.Count, checkpoint.GetProperty("num_subtasks").GetInt32());
        Assert.Equal(_job.Attempt!.Shards.Count, checkpoint.GetProperty("num_acknowledged_subtasks").GetInt32());
    }

    [Fact]
    public async Task AJobIsStoppedWithASavepointAsItsLastCheckpoint()
    {
        string trigger = await TriggerAsync("stop", """{"targetDirectory":"file:///x/last","drain":true,"formatType":"CANONICAL"}""");
        Assert.Equal(JobStatus.Finished, await _job.Completion);
        Assert.Equal("last", (await CompletedAsync("savepoints", trigger)).GetProperty("location").GetString());
        JsonElement newest = (await GetAsync($"jobs/{_job.Id}/checkpoints")).GetProperty("history")[0];
        Assert.Equal("SYNC_SAVEPOINT", newest.GetProperty("checkpoint_type").GetString());
        Assert.Equal("last", newest.GetProperty("external_path").GetString());
        string late = await TriggerAsync("stop", "");
        JsonElement cause = (await CompletedAsync("savepoints", late)).GetProperty("failure-cause");
        Assert.Equal("Job \"test\" is FINISHED, so no savepoint can be taken.", cause.GetProperty("stack-trace").GetString());
    }

    [Fact]
    public async Task AJobWhoseLastSavepointCannotBeWrittenGoesOn()
    {
        await CompletedAsync("savepoints", await TriggerAsync("savepoints", """{"target-directory":"taken"}"""));
        string trigger = await TriggerAsync("stop", """{"targetDirectory":"taken"}""");
        JsonElement cause = (await CompletedAsync("savepoints", trigger)).GetProperty("failure-cause");
        Assert.Equal(1, (await GetAsync($"jobs/{_job.Id}/checkpoints")).GetProperty("history").EnumerateArray()
            .Count(static c => c.GetProperty("is_savepoint").GetBoolean()));
        Assert.Contains("\"taken\"", cause.GetProperty("stack-trace").GetString(), StringComparison.Ordinal);
        await UntilAsync(() => Task.FromResult(_job.Status == JobStatus.Running));
        await _log.ProduceAsync(["a"], 10, 5);
        await UntilAsync(async () => (await _log.ReadOutputAsync()).Count == 25);
        Assert.Equal(0, _job.Restarts);
    }

    [Fact]
    public async Task ThePlanLeadsFromTheSourceToTheSink()
    {
        JsonElement[] nodes = [.. (await GetAsync("jobs/test/plan")).GetProperty("plan").GetProperty("nodes").EnumerateArray()];
        string[] ids = [.. nodes.Select(static n => n.GetProperty("id").GetString()!)];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Contains("dim", nodes[1].GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal([ids[1]], InputsOf(nodes[0]));
        Assert.Equal([ids[2]], InputsOf(nodes[1]));
        Assert.False(nodes[2].TryGetProperty("inputs", out _));
        Assert.Equal(ids.Order(), (await GetAsync("jobs/test")).GetProperty("vertices").EnumerateArray()
            .Select(static v => v.GetProperty("id").GetString()!).Order());

        static string[] InputsOf(JsonElement node) =>
            [.. node.GetProperty("inputs").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!)];
    }

    [Theory]
    [InlineData("?mode=cancel")]
    [InlineData("?mode=CANCEL")]
    [InlineData("")]
    public async Task AJobIsCancelled(string mode)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"jobs/{_job.Id}{mode}");
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Accepted, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(JobStatus.Canceled, await _job.Completion);
        Assert.Equal("CANCELED", (await GetAsync($"jobs/{_job.Id}")).GetProperty("state").GetString());
        Assert.Equal(1, (await GetAsync("overview")).GetProperty("jobs-cancelled").GetInt32());
    }

    [Theory]
    [InlineData("GET", "jobs/00000000000000000000000000000000", HttpStatusCode.NotFound, "Job 00000000000000000000000000000000 not found")]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound, "Not found: /nothing")]
    [InlineData("GET", "nothing.js", HttpStatusCode.NotFound, "Not found: /nothing.js")]
    [InlineData("POST", "overview", HttpStatusCode.NotFound, "Not found: /overview")]
    [InlineData("PUT", "jobs/test", HttpStatusCode.NotFound, "Not found: /jobs/test")]
    [InlineData("OPTIONS", "v1/jobs", HttpStatusCode.NotFound, "Not found: /v1/jobs")]
    [InlineData("GET", "jobs/a%2Fb%20%22", HttpStatusCode.NotFound, "Job a/b \" not found")]
    [InlineData("GET", "jobs/%2e%2e%2fetc", HttpStatusCode.NotFound, "Job ../etc not found")]
    [InlineData("PATCH", "jobs/test?mode=", HttpStatusCode.BadRequest, "Expected mode=cancel but got mode=.")]
    [InlineData("GET", "jobs/test/savepoints/zz", HttpStatusCode.BadRequest,
        "Expected 32 hexadecimal digits for triggerId but got \"zz\".")]
    [InlineData("POST", "savepoint-disposal", HttpStatusCode.BadRequest,
        "Savepoints are not disposed of by request: a savepoint holds its state until it is removed from the checkpoint store.")]
    [InlineData("GET", "jobs/test/entities?key=zz", HttpStatusCode.NotFound, "Job \"test\" holds no entity for key \"zz\".")]
    [InlineData("GET", "jobs/test/entities?limit=x", HttpStatusCode.BadRequest, "Expected a limit from 1 to 1000 but got \"x\".")]
    [InlineData("DELETE", "jobs/test/caches/none", HttpStatusCode.BadRequest, "Job \"test\" has no dimension table \"none\". It has: dim.")]
    public async Task MistakesAreAnsweredWithASentence(string method, string path, HttpStatusCode status, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((status, message), (answer.StatusCode, body.RootElement.GetProperty("errors")[0].GetString()));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\u0000\uFFFD")]
    [InlineData("{\"cancel-job\":\"maybe\"}")]
    [InlineData("{\"target-directory\":{}}")]
    [InlineData("{\"formatType\":\"X\"}")]
    [InlineData("{\"triggerId\":\"../../x\"}")]
    [InlineData("{\"triggerId\":7}")]
    [InlineData("{\"target-directory\":\"\\u001b[31m\"}")]
    [InlineData("{\"target-directory\":\"a\\u0000b\"}")]
    [InlineData("{\"x\":1}{")]
    public async Task ABodyThatIsNoRequestIsRefused(string body)
    {
        foreach (string path in (string[])["savepoints", "v1/stop"])
        {
            string at = path.StartsWith("v1", StringComparison.Ordinal) ? "v1/jobs/test/stop" : "jobs/test/savepoints";
            string sent = at.EndsWith("stop", StringComparison.Ordinal)
                ? body.Replace("cancel-job", "drain", StringComparison.Ordinal).Replace("target-d", "targetD", StringComparison.Ordinal)
                : body;
            (HttpStatusCode status, string answer) = await SendAsync("POST", at, sent);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            string error = Assert.Single(JsonDocument.Parse(answer).RootElement.GetProperty("errors").EnumerateArray()).GetString()!;
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
        Assert.Equal(JobStatus.Running, _job.Status);
    }

    [Fact]
    public async Task BodiesThatAreTooLargeOrTooDeepAreRefused()
    {
        (HttpStatusCode large, string answer) = await SendAsync("POST", "jobs/test/savepoints", new string('a', 1 << 20));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large);
        Assert.Single(JsonDocument.Parse(answer).RootElement.GetProperty("errors").EnumerateArray());
        string named = $"{{\"target-directory\":\"{new string('x', 256)}\"}}";
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", "jobs/test/savepoints", named)).Status);
        string nested = "{\"x\":" + new string('[', 30_000) + new string(']', 30_000) + "}";
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", "jobs/test/savepoints", nested)).Status);
    }

    [Fact]
    public async Task AnEndedJobIsNotCancelled()
    {
        _job.Stop();
        Assert.Equal(JobStatus.Finished, await _job.Completion);
        (HttpStatusCode status, string answer) = await SendAsync("PATCH", "jobs/test", "");
        Assert.Equal((HttpStatusCode.Conflict,
            """{"errors":["Job cancellation failed because the job has already reached another terminal state (FINISHED)."]}"""),
            (status, answer));
    }

    [Fact]
    public async Task TheServerStaysUntilTheEndOfAnOperationWasAskedFor()
    {
        var client = new JobClient(_job);
        RestServer server = await RestServer.StartAsync(() => [client], new RestServerOptions { Port = 0 }, TimeProvider.System, default);
        using var body = new StringContent("");
        using HttpResponseMessage begun = await _http.PostAsync($"{server.Url}/jobs/test/stop", body);
        string trigger = JsonDocument.Parse(await begun.Content.ReadAsStringAsync()).RootElement.GetProperty("request-id").GetString()!;
        await _job.Completion;
        Task end = server.DisposeAsync().AsTask();
        await UntilAsync(async () => (await _http.GetStringAsync($"{server.Url}/jobs/test/savepoints/{trigger}"))
            .Contains("COMPLETED", StringComparison.Ordinal));
        await end;
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    public async Task OtherSitesAreRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "overview");
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task ATakenPortIsPassedOver()
    {
        var options = new RestServerOptions { Port = _server.Port };
        await using RestServer second = await RestServer.StartAsync(static () => [], options, TimeProvider.System, default);
        Assert.True(second.Port > _server.Port);
        Assert.Equal("""{"jobs":[]}""", await _http.GetStringAsync(second.Url + "/jobs"));
    }

    [Fact]
    public async Task MetricsAreInPrometheusFormat()
    {
        string text = await _http.GetStringAsync("metrics");
        Assert.Contains("# TYPE actorstream_rows_in_total counter\nactorstream_rows_in_total{job=\"test\"} 20\n", text,
            StringComparison.Ordinal);
        Assert.Contains("# TYPE actorstream_lookup_latency_seconds histogram\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line =>
            Assert.Matches("^(# (HELP|TYPE) )?actorstream_", line));
    }

    [Fact]
    public async Task TheCommandLineShowsTheJob()
    {
        Assert.Matches($"ID +NAME +STATE.*\n{_job.Id}  test  RUNNING ", (await CliAsync("job", "list")).Output);
        CliRun show = await CliAsync("job", "show");
        Assert.Contains("Name:        test\n", show.Output, StringComparison.Ordinal);
        Assert.Contains("OPERATOR", show.Output, StringComparison.Ordinal);
        Assert.Matches("COMPLETED", (await CliAsync("checkpoint", "list", "test")).Output);
        Assert.Equal("mine\n", (await CliAsync("job", "savepoint", "test", "--name", "mine")).Output);
        Assert.Matches("SAVEPOINT +COMPLETED .* mine *\n", (await CliAsync("checkpoint", "list", "test")).Output);
        Assert.Contains("actorstream_job_up{job=\"test\"} 1\n", (await CliAsync("metrics", "job_up")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommandLineShowsEntitiesAndCaches()
    {
        CliRun entity = await CliAsync("entity", "get", "test", "a");
        using JsonDocument json = JsonDocument.Parse(entity.Output);
        Assert.Equal("a", json.RootElement.GetProperty("entities")[0].GetProperty("key").GetString());
        Assert.Matches("dim +2 +", (await CliAsync("cache", "show", "test")).Output);
        Assert.Equal("1 row forgotten.\n", (await CliAsync("cache", "invalidate", "test", "dim", "--key", "a")).Output);
        Assert.Equal("1 row forgotten.\n", (await CliAsync("cache", "invalidate", "test", "dim")).Output);
        CliRun missing = await CliAsync("entity", "get", "test", "zz");
        Assert.Equal((1, "Error: Job \"test\" holds no entity for key \"zz\".\n"), (missing.ExitCode, missing.Error));
        CliRun unknown = await CliAsync("job", "show", "none");
        Assert.Equal($"Error: Job \"none\" was not found at {_server.Url}.\nHint: Running there: test.\n", unknown.Error);
    }

    [Fact]
    public async Task TheCommandLineSaysWhatIsNotThere()
    {
        await FailsAsync("No metric matches \"NONSENSE\".\nHint: There are: actorstream_", "metrics", "NONSENSE");
        await FailsAsync("No metric matches \"cached_hits\".\nHint: Near it: actorstream_cache_", "metrics", "cached_hits");
        await FailsAsync("The job has no dimension table \"dom\".\nHint: It has: dim.\n", "cache", "show", "test", "dom");
        await FailsAsync("Job \"test\" has no dimension table \"dom\". It has: dim.\n", "cache", "invalidate", "test", "dom");
        await FailsAsync("Job \"test\" holds no entity for key \"zz\".\n", "entity", "get", "test", "zz");
        foreach (string[] command in (string[][])[["checkpoint", "list"], ["job", "show"], ["job", "cancel"], ["job", "savepoint"],
            ["cache", "show"]])
        {
            await FailsAsync($"Job \"none\" was not found at {_server.Url}.\nHint: Running there: test.\n", [.. command, "none"]);
        }
    }

    [Fact]
    public async Task TheCommandLineSaysWhenNoJobIsThere()
    {
        await using RestServer empty = await RestServer.StartAsync(
            static () => [], new RestServerOptions { Port = 0 }, TimeProvider.System, default);
        CliRun show = await CliRun.InvokeAsync("job", "show", "--url", empty.Url);
        Assert.Equal((1, $"Error: No job runs at {empty.Url}.\n"), (show.ExitCode, show.Error));
        CliRun metrics = await CliRun.InvokeAsync("metrics", "--url", empty.Url);
        Assert.Equal((1, $"Error: There are no metrics at {empty.Url}: no job runs there.\n"), (metrics.ExitCode, metrics.Error));
    }

    [Theory]
    [InlineData("overview")]
    [InlineData("jobs/test")]
    [InlineData("jobs/test/plan")]
    [InlineData("jobs/test/exceptions")]
    [InlineData("jobs/test/caches")]
    [InlineData("jobs/test/entities?key=nothing")]
    [InlineData("jobs/dim-is-no-job")]
    [InlineData("metrics")]
    public async Task SecretsAreHiddenInEveryAnswer(string path)
    {
        // The job's and the table's names stand for topics and the like with secrets in them.
        var options = new RestServerOptions
        {
            Port = 0,
            HideSecrets = static text => text.Replace("dim", "${secret:A}", StringComparison.Ordinal)
                .Replace("test", "${secret:B}", StringComparison.Ordinal).Replace("input", "${secret:C}", StringComparison.Ordinal),
        };
        var client = new JobClient(_job);
        await using RestServer hiding = await RestServer.StartAsync(() => [client], options, TimeProvider.System, default);
        string plain = await (await _http.GetAsync(path)).Content.ReadAsStringAsync();
        string hidden = await (await _http.GetAsync($"{hiding.Url}/{path}")).Content.ReadAsStringAsync();
        Assert.DoesNotMatch("dim|test|input", hidden);
        Assert.Equal(
            System.Text.RegularExpressions.Regex.IsMatch(plain, "dim|test|input"), hidden.Contains("{secret:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheCommandLineStopsTheJobWithASavepoint()
    {
        Assert.Equal("mine\n", (await CliAsync("job", "savepoint", "--name", "mine")).Output);
        await FailsAsync("No savepoint was taken: Savepoint \"mine\" exists already.\n", "job", "stop", "--name", "mine");
        await UntilAsync(() => Task.FromResult(_job.Status == JobStatus.Running));
        Assert.Equal("last\n", (await CliAsync("job", "stop", "test", "--name", "last")).Output);
        Assert.Equal(JobStatus.Finished, await _job.Completion);
        CliRun slash = await CliAsync("job", "stop", "--name", "a/b");
        Assert.Equal(2, slash.ExitCode);
        Assert.StartsWith("Error: Expected a name without a slash for --name but got \"a/b\".", slash.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommandLineCancelsTheJob()
    {
        Assert.Equal($"Cancelling job {_job.Id}.\n", (await CliAsync("job", "cancel", "test")).Output);
        Assert.Equal(JobStatus.Canceled, await _job.Completion);
    }

    private async Task<(HttpStatusCode Status, string Answer)> SendAsync(string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body) };
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> TriggerAsync(string what, string body)
    {
        (HttpStatusCode status, string answer) = await SendAsync("POST", $"jobs/{_job.Id}/{what}", body);
        Assert.Equal(HttpStatusCode.Accepted, status);
        return JsonDocument.Parse(answer).RootElement.GetProperty("request-id").GetString()!;
    }

    private async Task<JsonElement> CompletedAsync(string what, string trigger)
    {
        JsonElement status = default;
        await UntilAsync(async () =>
        {
            status = await GetAsync($"jobs/{_job.Id}/{what}/{trigger}");
            return status.GetProperty("status").GetProperty("id").GetString() == "COMPLETED";
        });
        return status.GetProperty("operation");
    }

    private async Task FailsAsync(string error, params string[] arguments)
    {
        CliRun run = await CliAsync(arguments);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Error: " + error, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> CliAsync(params string[] arguments) => CliRun.InvokeAsync([.. arguments, "--url", _server.Url]);

    private async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(path);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
    }

    // The same members of the same kinds; of arrays, the first elements. What Flink has and null there may be anything here.
    private static void Compare(string path, JsonElement flink, JsonElement here, List<string> differences)
    {
        if (flink.ValueKind == JsonValueKind.Null || here.ValueKind == JsonValueKind.Null) return;
        JsonValueKind wanted = flink.ValueKind == JsonValueKind.False ? JsonValueKind.True : flink.ValueKind;
        JsonValueKind got = here.ValueKind == JsonValueKind.False ? JsonValueKind.True : here.ValueKind;
        if (wanted != got)
        {
            differences.Add($"{path}: {got} instead of {wanted}");
        }
        else if (wanted == JsonValueKind.Object)
        {
            foreach (JsonProperty member in flink.EnumerateObject())
            {
                string inner = $"{path}.{member.Name}";
                if (here.TryGetProperty(member.Name, out JsonElement own)) Compare(inner, member.Value, own, differences);
                else differences.Add($"{inner}: missing");
            }
            differences.AddRange(here.EnumerateObject().Where(m => !flink.TryGetProperty(m.Name, out _))
                .Select(m => $"{path}.{m.Name}: not Flink's"));
        }
        else if (wanted == JsonValueKind.Array && flink.GetArrayLength() > 0 && here.GetArrayLength() > 0)
        {
            Compare(path + "[0]", flink[0], here[0], differences);
        }
    }
}
