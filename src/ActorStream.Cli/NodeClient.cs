using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ActorStream.Cli;

/// <summary>Talks to the REST API of a running job. An answer other than success becomes an error with the API's own sentence.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _url;

    public NodeClient(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new ActorStreamException(
                $"Expected an address such as {CommandOptions.DefaultUrl} for --url but got \"{url}\".", ErrorDomain.User);
        }
        _url = url.TrimEnd('/');
        _http = new HttpClient { BaseAddress = new Uri(_url + "/"), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public Task<JsonElement> PatchAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, body: null, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, body: null, cancellationToken);

    /// <summary>An answer that is not JSON.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        SendTextAsync(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>The id of the job of a name or id; of the only job if none is given.</summary>
    public async Task<string> FindJobAsync(string? nameOrId, CancellationToken cancellationToken)
    {
        JsonElement answer = await GetAsync("jobs/overview", cancellationToken);
        JsonElement[] jobs = [.. answer.GetProperty("jobs").EnumerateArray()];
        JsonElement[] found =
        [
            .. jobs.Where(j =>
                nameOrId is null || j.GetProperty("jid").GetString() == nameOrId || j.GetProperty("name").GetString() == nameOrId),
        ];
        if (found.Length == 1) return found[0].GetProperty("jid").GetString()!;
        if (jobs.Length == 0) throw new ActorStreamException($"No job runs at {_url}.", ErrorDomain.User);
        string names = string.Join(", ", jobs.Select(static j => j.GetProperty("name").GetString()));
        throw nameOrId is null || found.Length > 1
            ? new ActorStreamException(
                $"Expected one job at {_url} but got {jobs.Length}.", ErrorDomain.User, hint: $"Name one of: {names}.")
            : new ActorStreamException($"Job \"{nameOrId}\" was not found at {_url}.", ErrorDomain.User, hint: $"Running there: {names}.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        string text = await SendTextAsync(method, path, body, cancellationToken);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ActorStreamException(
                $"The answer of {_url}/{path} is not JSON: {e.Message}", ErrorDomain.External, innerException: e);
        }
    }

    private async Task<string> SendTextAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode) return text;
            throw new ActorStreamException(
                ErrorIn(text) ?? $"{_url}/{path} answered {(int)response.StatusCode} {response.ReasonPhrase}.", ErrorDomain.User);
        }
        catch (HttpRequestException e)
        {
            throw new ActorStreamException($"No job answers at {_url}: {e.Message}", ErrorDomain.External, isTransient: true,
                "Start one with actorstream run, or give its address with --url.", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ActorStreamException($"{_url} did not answer within {_http.Timeout.TotalSeconds:0} s.", ErrorDomain.External,
                isTransient: true, innerException: e);
        }
    }

    // {"errors": ["a sentence, or a Java trace whose first line is one"]}
    private static string? ErrorIn(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string? first = document.RootElement.TryGetProperty("errors", out JsonElement errors) && errors.GetArrayLength() > 0
                ? errors[0].GetString()
                : null;
            return first?.Split('\n')[0];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
