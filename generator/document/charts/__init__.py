"""Figures → native Word charts: what each chart shows, and the template's chart filled with it.

The template holds the charts with sample data, so that office staff restyle them in Word or
WPS.  Only the data is replaced here: the copy inside the chart part and the embedded workbook
that opens with 编辑数据.  Nothing of the sample data stays behind in either.
"""

from generator.document.charts.chart_part import fill
from generator.document.charts.data import CHARTS, ChartData, ChartSeries, charts

__all__ = ["CHARTS", "ChartData", "ChartSeries", "charts", "fill"]
