using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Leastwise.Remote;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote;

/// <summary>The program <c>moto_server</c>, which speaks for AWS, on a free loopback port; started once for all tests that want it.</summary>
public sealed class MotoServer : IDisposable
{
    private readonly Process? process;

    public MotoServer()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);
        if (program is null)
        {
            return;
        }

        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Address = $"http://127.0.0.1:{port}";
        process = LeastwiseProgram.Start(program, ["-H", "127.0.0.1", "-p", $"{port}"], Path.GetTempPath());
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Answers = WaitAsync().GetAwaiter().GetResult();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; } = "";

    /// <summary>Whether it is installed and answers.</summary>
    public bool Answers { get; }

    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    /// <summary>A session in an account of moto's own, which the key names where a role was assumed.</summary>
    public AwsSession Session(AwsNetwork network) =>
        AwsSession.Of(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), "eu-west-1", "moto", network, name => name == "AWS_ENDPOINT_URL" ? Address : null);

    private async Task<bool> WaitAsync()
    {
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(120) && process is { HasExited: false })
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri($"{Address}/moto-api/"));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(200);
            }
        }

        return false;
    }
}

[CollectionDefinition(Name)]
public sealed class MotoCollection : ICollectionFixture<MotoServer>
{
    public const string Name = "moto";
}
