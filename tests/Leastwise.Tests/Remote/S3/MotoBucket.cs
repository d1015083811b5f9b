using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Remote.S3;

/// <summary>The program <c>moto_server</c>, which speaks S3; ended with the test.</summary>
internal sealed class MotoBucket : IDisposable
{
    private readonly Process process;

    private MotoBucket(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What the program under test needs to ask it.</summary>
    public (string Name, string Value)[] Environment => EnvironmentFor(Address);

    public static (string Name, string Value)[] EnvironmentFor(Uri address) =>
    [
        ("AWS_ENDPOINT_URL", address.AbsoluteUri), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", BucketFixture.Secret), ("AWS_REGION", "eu-west-1"),
        ("AWS_CONFIG_FILE", "/nonexistent"), ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
    ];

    /// <summary>Starts it; null where it is not installed.</summary>
    public static async Task<MotoBucket?> StartAsync()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var address = new Uri($"http://127.0.0.1:{port}/");
        try
        {
            Process started = LeastwiseProgram.Start("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]);
            started.OutputDataReceived += (_, _) => { };
            started.ErrorDataReceived += (_, _) => { };
            started.BeginOutputReadLine();
            started.BeginErrorReadLine();
            var server = new MotoBucket(started, address);
            using var http = new HttpClient();
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60) && !started.HasExited; await Task.Delay(100))
            {
                try
                {
                    using HttpResponseMessage answer = await http.GetAsync(new Uri(address, "moto-api/"));
                    return server;
                }
                catch (HttpRequestException)
                {
                    // Not up yet.
                }
            }

            server.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Makes a bucket with the files of a folder.</summary>
    public async Task FillAsync(string bucket, string folder, string prefix)
    {
        using var client = new AmazonS3Client(
            new BasicAWSCredentials("AKIAEXAMPLE", BucketFixture.Secret), new AmazonS3Config { ServiceURL = Address.AbsoluteUri, AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        await client.PutBucketAsync(new PutBucketRequest { BucketName = bucket });
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = prefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), FilePath = file });
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
