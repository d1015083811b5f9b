using System.IO.Compression;

namespace Leastwise.Tests.Cli;

/// <summary>Packs the tool and the library, installs both from a local folder, and runs them as a stranger would.</summary>
public sealed class PackageTests : IClassFixture<PackageTests.Packages>
{
    private readonly Packages packages;

    public PackageTests(Packages packages) => this.packages = packages;

    [Fact]
    public void The_tool_installs_from_a_folder_and_runs()
    {
        string tools = packages.Folder.PathOf("tools");
        Dotnet("tool", "install", "--tool-path", tools, "--add-source", packages.Source, "--version", packages.Version, "Leastwise.Tool");

        ProgramResult result = LeastwiseProgram.RunProgram(Path.Combine(tools, "leastwise"), ["--version"]);
        result.Out.ShouldBe($"leastwise {packages.Version}\n");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_library_carries_its_documentation_and_answers_in_another_project()
    {
        string project = packages.Folder.PathOf("consumer");
        packages.Folder.Write("consumer/consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Leastwise" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        packages.Folder.Write("consumer/Program.cs",
            """
            using Leastwise.Catalog;
            Console.WriteLine(ActionCatalog.Default.Find("s3:listbucket")?.FullName);
            """);
        // The packages cache is the test's own, so that an earlier build of the same version cannot stand in for this one.
        packages.Folder.Write("consumer/nuget.config",
            $"""
            <configuration>
              <packageSources><add key="local" value="{packages.Source}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{packages.Folder.PathOf("cache")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);

        ProgramResult result = LeastwiseProgram.RunProgram("dotnet", ["run", "--project", project], folder: project, timeoutSeconds: 300);
        result.ExitCode.ShouldBe(0, result.Out + result.Error);
        result.Out.ShouldBe("s3:ListBucket\n");
        // In the package itself: whether a restore unpacks documentation is the machine's own setting.
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages.Source, $"Leastwise.{packages.Version}.nupkg"));
        package.GetEntry("lib/net10.0/Leastwise.xml").ShouldNotBeNull().Length.ShouldBeGreaterThan(10_000);
    }

    private static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static void Dotnet(params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.RunProgram("dotnet", arguments, timeoutSeconds: 300);
        result.ExitCode.ShouldBe(0, result.Out + result.Error);
    }

    /// <summary>Both packages, made once from what is already built.</summary>
    public sealed class Packages : IDisposable
    {
        public Packages()
        {
            foreach (string project in new[] { "Leastwise", "Leastwise.Cli" })
            {
                Dotnet("pack", Repository.PathOf("src", project), "-c", LeastwiseProgram.Configuration, "--no-build", "-o", Source);
            }

            string file = Directory.GetFiles(Source, "Leastwise.Tool.*.nupkg").ShouldHaveSingleItem();
            Version = Path.GetFileNameWithoutExtension(file)["Leastwise.Tool.".Length..];
        }

        internal TemporaryFolder Folder { get; } = new();

        public string Source => Folder.PathOf("packages");

        public string Version { get; }

        public void Dispose() => Folder.Dispose();
    }
}
